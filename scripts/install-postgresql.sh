#!/bin/sh
# Installs a PostgreSQL server with the system's package manager, through the
# command in $1 (sudo, or nothing for root). The server is not started.
set -eu
sudo=$1

if [ "$(uname)" = Darwin ]; then
    if command -v brew >/dev/null; then
        exec brew install postgresql@17
    fi
    echo "PostgreSQL is missing. Install Homebrew (https://brew.sh), or Postgres.app, then run make again." >&2
    exit 1
fi
if [ "$(id -u)" != 0 ] && [ -z "$sudo" ]; then
    echo "PostgreSQL is missing, and there is no sudo: as root, run apt-get install postgresql (or dnf install postgresql-server)." >&2
    exit 1
fi
if command -v apt-get >/dev/null; then
    # The package would start a cluster of its own; nobody asked for one.
    $sudo mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
    $sudo apt-get update -q
    exec $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q postgresql
fi
if command -v dnf >/dev/null; then
    exec $sudo dnf install -y postgresql-server
fi
echo "PostgreSQL 15 or later is missing. Install it with your package manager, then run make again." >&2
exit 1
