"""The data sets, one file each: what the table is and how many rows it has at scale 1."""

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from . import blobs, files, keys, lineitem, narrow, wide

ALL = [narrow, wide, blobs, lineitem, files, keys]


@dataclass(frozen=True)
class Source:
    """One SQLite file and the PostgreSQL schema that it goes to."""

    path: Path
    schema: str


@dataclass(frozen=True)
class Dataset:
    """SQLite files that are moved together."""

    name: str
    title: str
    sources: list


def prepare(module, scale, folder):
    """Builds the files of a data set, or takes those of an earlier run with the same recipe and scale."""
    name = module.__name__.rsplit(".", 1)[1]
    home = folder / f"{name}-{scale:g}-{recipe(module)}"
    if not (home / "complete").exists():
        home.mkdir(parents=True, exist_ok=True)
        for old in home.iterdir():
            old.unlink()
        for file, build in module.builders(scale):
            create(home / file, build)
        (home / "complete").touch()
    found = sorted(home.glob("*.db"))
    sources = [Source(path, "public" if len(found) == 1 else path.stem) for path in found]
    return Dataset(name, module.TITLE, sources)


def recipe(module):
    """A mark that changes with the text that makes the rows."""
    return hashlib.sha256(Path(module.__file__).read_bytes()).hexdigest()[:8]


def create(path, build):
    """Makes one file; it needs no safety against failures, as an incomplete one is made anew."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    build(connection)
    connection.execute("COMMIT")
    connection.close()
