"""`sqlite3 -csv FILE 'SELECT …' | psql -c '\\copy … FROM STDIN'`, table by table, then keys and statistics.

What people write who know both programs; the tables stand already, with Outgrow's data types.
"""

import shutil

from . import csv_copy, limit

NAME = "sqlite3 -csv | psql"


def missing(_settings):
    """It needs SQLite's shell."""
    return None if shutil.which("sqlite3") else "the program sqlite3 is not installed"


def run(meter, case):
    """Creates the tables, runs a pipe for each, adds keys and statistics."""
    limit.create(meter, case)
    for source in case.dataset.sources:
        for table in case.export.tables:
            if table.schema == source.schema:
                meter.step("load", pipe(case, source, table))
    csv_copy.finish(meter, case)


def pipe(case, source, table):
    """The two ends of the pipe."""
    columns = ", ".join(column(name, data_type) for name, data_type in table.columns)
    read = ["sqlite3", "-csv", str(source.path), f"SELECT {columns} FROM {table.name}"]
    return [read, case.server.psql(case.url, "-c", f"\\copy {table.qualified} FROM STDIN WITH (FORMAT csv)")]


def column(name, data_type):
    """A column as CSV can carry it."""
    return f"'\\x' || hex({name})" if data_type == "bytea" else name
