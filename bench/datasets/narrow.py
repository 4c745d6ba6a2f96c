"""A long table of few columns."""

from .chance import below, count, numbers

TITLE = "narrow: 10 M rows of 4 columns"
ROWS = 10_000_000


def builders(scale):
    """The files, and what fills each."""
    return [("narrow.db", lambda connection: build(connection, count(ROWS, scale)))]


def build(connection, rows):
    """Fills the table."""
    connection.execute(
        "CREATE TABLE measurement (id INTEGER PRIMARY KEY, sensor INTEGER NOT NULL, value REAL, label TEXT NOT NULL)"
    )
    connection.execute(
        f"{numbers(rows)} INSERT INTO measurement SELECT i, {below(100000, 1)}, {below(10**9, 2)} / 7.0, "
        f"printf('sensor-%013d', {below(10**9, 3)}) FROM n"
    )
