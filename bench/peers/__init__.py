"""The ways to bring the rows into PostgreSQL, one file each.

A peer is a module with NAME (as shown), `missing(bench)` (why it cannot run here, or None) and
`run(meter, case)`, which does all the work between an empty database and tables with rows and keys.
"""

from dataclasses import dataclass
from pathlib import Path

from ..datasets import Dataset
from ..export import Export
from ..server import Server
from ..settings import Settings
from . import csv_copy, duckdb, limit, limit_apart, limit_split, outgrow, pgloader, sqlite_pipe

ALL = [outgrow, limit, limit_split, limit_apart, csv_copy, sqlite_pipe, duckdb, pgloader]


@dataclass
class Case:
    """One run of a peer: a data set and an empty database for it."""

    settings: Settings
    server: Server
    dataset: Dataset
    export: Export
    url: str
    scratch: Path


def key(peer):
    """The short name of a peer, as BENCH_PEERS takes it."""
    return peer.__name__.rsplit(".", 1)[1]
