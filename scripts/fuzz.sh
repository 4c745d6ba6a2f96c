#!/bin/sh
# Runs every fuzz target for FUZZ_SECONDS (default 60), where cargo-fuzz and a nightly toolchain are there.
set -eu
if ! cargo fuzz --version >/dev/null 2>&1 || ! cargo +nightly --version >/dev/null 2>&1; then
    echo "make fuzz needs: rustup toolchain install nightly && cargo install cargo-fuzz"
    exit 0
fi
cd "$(dirname "$0")/.."
for target in parser translator planner encoder temporal json; do
    echo "fuzzing $target for ${FUZZ_SECONDS:-60} seconds"
    cargo +nightly fuzz run "$target" -- -max_total_time="${FUZZ_SECONDS:-60}" -timeout=20 -rss_limit_mb=2048 -print_final_stats=0
done
