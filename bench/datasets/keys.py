"""Four tables whose keys are not 1, 2, 3: with gaps, below zero, of text, and without a rowid."""

from .chance import PRIME, below, count, numbers

TITLE = "keys: 4 tables of 500 k rows with sparse, negative, text and WITHOUT ROWID keys"
ROWS = 500_000


def builders(scale):
    """The files, and what fills each."""
    return [("keys.db", lambda connection: build(connection, count(ROWS, scale)))]


def build(connection, rows):
    """Fills the four tables."""
    for declaration, key in [
        ("sparse (id INTEGER PRIMARY KEY, name TEXT NOT NULL, amount INTEGER)", f"i * 1000003 + {below(1000, 1)}"),
        ("negative (id INTEGER PRIMARY KEY, name TEXT NOT NULL, amount INTEGER)", f"i - {rows * 3 // 4}"),
        (
            "textual (code TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, amount INTEGER)",
            f"printf('K%012d', {below(PRIME, 2)} * 1000 + i % 1000)",
        ),
        (
            "rowless (region TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, amount INTEGER, "
            "PRIMARY KEY (region, number)) WITHOUT ROWID",
            "printf('region %03d', i / 1000), i",
        ),
    ]:
        table = declaration.split()[0]
        connection.execute(f"CREATE TABLE {declaration}")
        connection.execute(
            f"{numbers(rows)} INSERT INTO {table} SELECT {key}, "
            f"printf('name %d', {below(10**6, 3)}), {below(1000, 4)} FROM n"
        )
