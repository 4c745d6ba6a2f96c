"""Rows that are frozen as they arrive, and tables that are not logged."""

from .bed import Case, Job, Step, Variant, load
from .rows import NARROW

TITLE = "FREEZE, and tables without WAL"
QUESTION = """One session and one table. COPY … FREEZE, and with `wal_level = minimal` any COPY without WAL, need a table that the same
transaction has made or emptied. After the rows: the first count of all rows, and the first VACUUM."""
DECISION = """Neither. What governs it: parts of a table that are loaded side by side and committed by themselves cannot do what
needs the table's own transaction, and `wal_level` belongs to the server. What FREEZE saves is the work of the first VACUUM, which
PostgreSQL does later and in the background."""
ROWS = 10_000_000
CHOSEN = "plain"


def cases(bed):
    """The server's own level of WAL, and the least."""
    files = bed.units(NARROW, ROWS, 8)
    minimal = {"wal_level": "minimal", "max_wal_senders": "0"}
    setup = NARROW.table("t")
    return [
        Case("wal_level replica", variants(files), CHOSEN, setup),
        Case("wal_level minimal", variants(files), CHOSEN, setup, minimal),
    ]


def variants(files):
    """The ways to fill the table."""
    rows = load("t", *files)
    frozen = "".join(f"\\copy t FROM '{file}' WITH (FORMAT binary, FREEZE)\n" for file in files)
    return [
        variant("plain", rows),
        variant("emptied in the same transaction", f"BEGIN;\nTRUNCATE t;\n{rows}COMMIT;\n"),
        variant("the same with FREEZE", f"BEGIN;\nTRUNCATE t;\n{frozen}COMMIT;\n"),
        variant("UNLOGGED, then SET LOGGED", rows + "ALTER TABLE t SET LOGGED;\n", "ALTER TABLE t SET UNLOGGED;\n"),
    ]


def variant(name, rows, setup=""):
    """One way, and what comes after it."""
    after = [("count", "SELECT count(*) FROM t;\n"), ("vacuum", "VACUUM t;\n")]
    steps = [Step(name, 1, [Job(sql)]) for name, sql in [("rows", rows), *after]]
    return Variant(name, steps, setup)
