"""What one run of the benchmark is told, from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """One run. Sizes follow `scale`; 1 is the full size that README.md states."""

    scale: float
    runs: int
    jobs: int
    patience: float
    outgrow: Path
    work: Path
    out: Path
    datasets: list
    peers: list
    instructions: bool


def read(environment=os.environ):
    """Reads the variables that README.md describes.

    Raises ValueError for a number that is none.
    """
    scale = number(environment, "BENCH_SCALE", 0.1)
    work = path(environment.get("BENCH_WORK", "target/bench"))
    return Settings(
        scale=scale,
        runs=max(1, int(number(environment, "BENCH_RUNS", 3))),
        jobs=max(1, int(number(environment, "BENCH_JOBS", min(8, os.cpu_count() or 1)))),
        patience=number(environment, "BENCH_PATIENCE", max(60, 600 * scale)),
        outgrow=path(environment.get("BENCH_OUTGROW", "target/release/outgrow")),
        work=work,
        out=path(environment.get("BENCH_OUT", "bench")),
        datasets=words(environment.get("BENCH_DATA", "")),
        peers=words(environment.get("BENCH_PEERS", "")),
        instructions=environment.get("BENCH_INSTRUCTIONS", "1") != "0",
    )


def number(environment, name, default):
    """A positive number."""
    text = environment.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise ValueError(f"{name} is \"{text}\", which is not a positive number")
    return value


def path(text):
    """A path; a relative one begins at the repository."""
    return (ROOT / text).absolute()


def words(text):
    """The names of a list with commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
