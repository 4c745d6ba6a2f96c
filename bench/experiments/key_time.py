"""Keys before or after the rows."""

from .bed import Case, Job, Step, Variant, loads
from .rows import NARROW

TITLE = "Keys before or after the rows"
QUESTION = "A primary key over integers in the order of the rows, and the same with an index over integers by chance."
DECISION = """After. What governs it: a key that is there costs a search and WAL for every row, one that is made later is sorted at
once, by several processes, and written page by page. Rows in the order of the key are the best that can happen to a key that is
there; an index over values by chance is the rule."""
ROWS = 10_000_000
KEY = "ALTER TABLE t ADD PRIMARY KEY (id);\n"
INDEX = "CREATE INDEX ON t (sensor);\n"


def cases(bed):
    """The key with each number of streams; key and index with ours."""
    files = bed.units(NARROW, ROWS, 8)
    keys = [case(f"key, streams: {streams}", files, streams, [KEY]) for streams in bed.streams]
    return [*keys, case(f"key and index, streams: {bed.jobs}", files, bed.jobs, [KEY, INDEX])]


def case(name, files, streams, keys):
    """The same rows and keys in both orders."""
    rows = Step("rows", streams, loads("t", files))
    made = Step("keys", 1, [Job(key, "t") for key in keys])
    variants = [
        Variant("after the rows", [rows, made]),
        Variant("before the rows", [rows], setup="".join(keys)),
    ]
    return Case(name, variants, "after the rows", NARROW.table("t"))
