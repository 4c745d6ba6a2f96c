"""The limit when files come one after the other, as one move each: sessions of their own for every file.

Only for data sets of several files. What it takes longer than the limit is the price of beginning anew.
"""

from . import limit

NAME = "limit, file by file"


def missing(_settings):
    """psql is there wherever a server is."""
    return None


def suits(export):
    """Whether there are several files."""
    return bool(export.schemas)


def run(meter, case):
    """A psql for the tables, the rows, the keys and the statistics of each file."""
    for schema, (pre_data, post_data) in case.export.schemas.items():
        tables = [table for table in case.export.tables if table.schema == schema]
        meter.step("create", [limit.quiet(case, pre_data)])
        meter.step("load", script(case, [limit.copy(table, part) for table in tables for part in table.parts]))
        meter.step("keys", [limit.quiet(case, post_data)])
        meter.step("statistics", script(case, [limit.analyze(table) for table in tables]))


def script(case, lines):
    """psql that carries out lines."""
    return [limit.script(case, "file", "".join(lines))]
