"""How much memory a key is sorted in."""

from .bed import Case, Job, Step, Variant, load
from .rows import NARROW

TITLE = "Memory for keys"
QUESTION = "`maintenance_work_mem` of the session that makes a key or an index."
DECISION = """256 MB where the server gives less; what it gives above that stays. What governs it: whether the values to sort fill it,
and after that little, as sorted runs are merged cheaply; less can take parallel workers away, as PostgreSQL wants 32 MB for each."""
ROWS = 20_000_000
KEYS = {
    "key over integers in order": "ALTER TABLE t ADD PRIMARY KEY (id);\n",
    "index over texts by chance": "CREATE INDEX ON t (label);\n",
}


def cases(bed):
    """Two kinds of keys."""
    setup = NARROW.table("t") + load("t", *bed.units(NARROW, ROWS, 8)) + "VACUUM t;\n"
    return [Case(name, [variant(sql, size) for size in (64, 256, 1024)], "256 MB", setup) for name, sql in KEYS.items()]


def variant(sql, size):
    """The key with so many megabytes."""
    return Variant(f"{size} MB", [Step("key", 1, [Job(sql)])], opening=f"SET maintenance_work_mem = '{size}MB';\n")
