"""ADD PRIMARY KEY, or a unique index that becomes the key; indexes of one table side by side."""

from .bed import Case, Job, Step, Variant, load
from .rows import NARROW

TITLE = "The statement that makes a key"
QUESTION = """ALTER TABLE … ADD PRIMARY KEY, which nobody else at the table can work beside, or CREATE UNIQUE INDEX, beside which other
indexes can be made, then ADD PRIMARY KEY USING INDEX. The rows are there already."""
DECISION = """ADD PRIMARY KEY, then the indexes of the table side by side. What governs it: whether processors are free. PostgreSQL
makes one index with up to two parallel workers, so on two processors there is little to gain; the fewer workers there are beside
the processors, the more."""
ROWS = 10_000_000
ADD = "ALTER TABLE t ADD PRIMARY KEY (id);\n"
UNIQUE = "CREATE UNIQUE INDEX t_key ON t (id);\n"
USING = "ALTER TABLE t ADD PRIMARY KEY USING INDEX t_key;\n"
INDEXES = ["CREATE INDEX ON t (sensor);\n", "CREATE INDEX ON t (label);\n"]
ALONE = "SET max_parallel_maintenance_workers = 0;\n"


def cases(bed):
    """A key alone; a key and two indexes, with and without parallel workers."""
    setup = NARROW.table("t") + load("t", *bed.units(NARROW, ROWS, 8)) + "VACUUM t;\n"
    return [
        alone(setup),
        several(f"key and two indexes, sessions: {bed.jobs}", bed.jobs, "", setup),
        several(f"key and two indexes, sessions: {bed.jobs}, no parallel workers", bed.jobs, ALONE, setup),
    ]


def alone(setup):
    """One key, one session."""
    variants = [
        Variant("ADD PRIMARY KEY", [Step("key", 1, [Job(ADD)])]),
        Variant("USING INDEX", [Step("key", 1, [Job(UNIQUE + USING)])]),
    ]
    return Case("key alone", variants, "ADD PRIMARY KEY", setup)


def several(name, sessions, opening, setup):
    """A key and two indexes."""
    one, key, indexes = (Step("all", 1, jobs([ADD, *INDEXES])), Step("key", 1, jobs([ADD])), Step("indexes", sessions, jobs(INDEXES)))
    beside = [Step("indexes", sessions, jobs([UNIQUE, *INDEXES])), Step("key", 1, jobs([USING]))]
    variants = [
        Variant("key, then indexes side by side", [key, indexes], opening=opening),
        Variant("one after the other", [one], opening=opening),
        Variant("USING INDEX, all side by side", beside, opening=opening),
    ]
    return Case(name, variants, "key, then indexes side by side", setup)


def jobs(statements):
    """A job for each statement."""
    return [Job(sql) for sql in statements]
