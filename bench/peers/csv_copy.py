"""psql's `\\copy` of CSV files that are ready, one after the other, then the keys."""

from . import limit

NAME = "\\copy of ready CSV"


def missing(_settings):
    """psql is there wherever a server is."""
    return None


def run(meter, case):
    """Creates the tables, loads them by one psql, adds the keys by one psql."""
    limit.create(meter, case)
    script = case.scratch / "copy.sql"
    lines = [f"\\copy {table.qualified} FROM '{table.csv}' WITH (FORMAT csv)\n" for table in case.export.tables]
    script.write_text("".join(lines))
    meter.step("load", [case.server.psql(case.url, "-f", str(script))])
    keys(meter, case)


def keys(meter, case):
    """Adds keys and indexes, one after the other."""
    meter.step("keys", [case.server.psql(case.url, "-o", "/dev/null", "-f", str(case.export.post_data))])
