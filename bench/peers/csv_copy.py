"""psql's `\\copy` of CSV files that are ready, one after the other, then keys and statistics."""

from . import limit

NAME = "\\copy of ready CSV"


def missing(_settings):
    """psql is there wherever a server is."""
    return None


def run(meter, case):
    """Creates the tables, loads them by one psql, adds keys and statistics by one psql."""
    limit.create(meter, case)
    lines = [f"\\copy {table.qualified} FROM '{table.csv}' WITH (FORMAT csv)\n" for table in case.export.tables]
    meter.step("load", [limit.script(case, "copy", "".join(lines))])
    finish(meter, case)


def finish(meter, case):
    """Adds keys and indexes, one after the other, and statistics."""
    meter.step("keys", [case.server.psql(case.url, "-o", "/dev/null", "-f", str(case.export.post_data))])
    lines = map(limit.analyze, case.export.tables)
    meter.step("statistics", [limit.script(case, "analyze", "".join(lines))])
