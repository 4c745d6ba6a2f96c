#!/bin/sh
# Installs a browser for the tests of the HTML report with the system's package
# manager, through the command in $1 (sudo, or nothing for root).
set -eu
sudo=$1

if [ "$(uname)" = Darwin ]; then
    echo "A browser for the tests is missing: install Google Chrome (https://google.com/chrome, or brew install --cask google-chrome), then run make again." >&2
    exit 1
fi
if [ "$(id -u)" != 0 ] && [ -z "$sudo" ]; then
    echo "Chromium is missing, and there is no sudo: as root, run apt-get install chromium (or dnf install chromium)." >&2
    exit 1
fi
if command -v apt-get >/dev/null; then
    $sudo apt-get update -q
    # Ubuntu has Chromium as a snap alone, which cannot read the files of the tests below /tmp.
    if apt-cache show chromium 2>/dev/null | grep -q '^Package: chromium$'; then
        exec $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium
    fi
    echo "This system has no package \"chromium\": install Google Chrome (https://google.com/chrome), then run make again." >&2
    exit 1
fi
if command -v dnf >/dev/null; then
    exec $sudo dnf install -y chromium
fi
echo "A browser for the tests is missing: install Chromium with your package manager, then run make again." >&2
exit 1
