"""Large values that cannot be compressed."""

import random

from .chance import count

TITLE = "blobs: 200 k rows of 8 KB"
ROWS = 200_000
BYTES = 8192


def builders(scale):
    """The files, and what fills each."""
    return [("blobs.db", lambda connection: build(connection, count(ROWS, scale)))]


def build(connection, rows):
    """Fills the table, with the same bytes on every machine."""
    chance = random.Random(8192)
    connection.execute("CREATE TABLE picture (id INTEGER PRIMARY KEY, name TEXT NOT NULL, data BLOB NOT NULL)")
    pictures = ((row, f"picture-{row}.jpeg", chance.randbytes(BYTES)) for row in range(1, rows + 1))
    connection.executemany("INSERT INTO picture VALUES (?, ?, ?)", pictures)
