# Outgrow: `make help` lists what can be done.
# Works as root and as an ordinary user, on Debian, Ubuntu, Fedora and macOS.

CARGO ?= cargo
OUTGROW := target/release/outgrow
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
PG_BIN := $(shell ls -d $(OUTGROW_PG_BIN) /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
	/usr/local/opt/postgresql@*/bin /Applications/Postgres.app/Contents/Versions/*/bin 2>/dev/null | head -n 1)
BROWSER := $(shell for name in "$(OUTGROW_BROWSER)" chromium chromium-browser google-chrome google-chrome-stable \
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do command -v "$$name" && break; done 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help build demo test torture lint bench bench-decisions bench-smoke fuzz clean cargo tools postgresql python

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: cargo ## Build the release binary, target/release/outgrow.
	$(CARGO) build --release --locked --bin outgrow

demo: build postgresql ## Move a real database (Chinook) into a PostgreSQL that Outgrow starts itself.
	@sh examples/demo.sh $(OUTGROW)

test: lint tools ## Run everything that CI runs.
	$(CARGO) test --workspace --locked

torture: cargo tools ## Stop a move 250 times at random and see that it ends as if it had never been.
	OUTGROW_KILLS=250 $(CARGO) test --locked -p outgrow-cli --test stops -- --nocapture

lint: cargo ## Check format, lints and walls.
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

bench: build postgresql python ## Measure Outgrow, its limit and its peers (bench/README.md); BENCH_SCALE=1 for full sizes, default 0.1.
	@python3 -B -m bench

bench-decisions: build postgresql python ## Measure the choices of the copy path (bench/DECISIONS.md) on this machine.
	@python3 -B -m bench.experiments

bench-smoke: build postgresql python ## See that the benchmark works, on tiny data.
	@BENCH_SCALE=0.0005 BENCH_RUNS=1 BENCH_INSTRUCTIONS=0 BENCH_OUT=target/bench/smoke python3 -B -m bench
	@BENCH_SCALE=0.0005 BENCH_RUNS=1 BENCH_EXPERIMENTS=overlap,pieces BENCH_OUT=target/bench/smoke python3 -B -m bench.experiments

fuzz: cargo ## Run each fuzz target for FUZZ_SECONDS (default 60).
	@sh scripts/fuzz.sh

clean: ## Stop the local servers and remove what was built.
	-@for binary in $(OUTGROW) target/debug/outgrow; do \
		[ ! -x $$binary ] || $$binary server stop --data target/test-postgres >/dev/null 2>&1; \
	done
	-@[ ! -d .outgrow ] || [ ! -x $(OUTGROW) ] || $(OUTGROW) server stop >/dev/null 2>&1
	-$(CARGO) clean
	@echo "The demo's data is in .outgrow; remove it with: outgrow server destroy"

cargo:
	@command -v $(CARGO) >/dev/null || { echo "Cargo is missing. Install it from https://rustup.rs, then run make again." >&2; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is missing: install gcc or clang (macOS: xcode-select --install)." >&2; exit 1; }

# What the tests need, installed where it is missing: a PostgreSQL server, and a browser that looks at the HTML report.
tools: postgresql
ifeq ($(BROWSER),)
	@sh scripts/install-chromium.sh "$(SUDO)"
endif
python:
	@python3 -c 'import sqlite3, sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null || \
		{ echo "Python 3.9 or later with its module sqlite3 is missing: install python3." >&2; exit 1; }

# A PostgreSQL server (15 to 18) for the tests and the demo, installed where there is none.
postgresql:
ifeq ($(PG_BIN),)
	@command -v initdb >/dev/null && command -v postgres >/dev/null || sh scripts/install-postgresql.sh "$(SUDO)"
endif
