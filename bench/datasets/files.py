"""Many small files of one shape, as an application has that keeps one for each customer.

Each goes to a schema of its own, one move after the other.
"""

from .chance import below, count, moment, numbers

TITLE = "files: 2,000 files of 10 tables of 100 rows"
FILES = 2000
TABLES = 10
ROWS = 100


def builders(scale):
    """The files, and what fills each."""
    return [(f"file_{number:04}.db", filling(number)) for number in range(1, count(FILES, scale) + 1)]


def filling(number):
    """What fills the file of this number."""
    return lambda connection: build(connection, number)


def build(connection, number):
    """Fills the tables of one file."""
    for table in range(TABLES):
        salt = number * TABLES + table
        connection.execute(
            f"CREATE TABLE part_{table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, amount REAL, created DATETIME)"
        )
        connection.execute(
            f"{numbers(ROWS)} INSERT INTO part_{table} SELECT i, printf('name %d', {below(10**6, salt)}), "
            f"{below(10**6, salt + 1)} / 4.0, {moment(salt + 2)} FROM n"
        )
