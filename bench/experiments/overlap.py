"""Indexes of finished tables while others still load."""

from .bed import Case, Job, Step, Variant, load, loads, spread
from .order import SHARES, dealt, flat
from .rows import NARROW

TITLE = "Indexes while rows still arrive"
QUESTION = """Five tables with 8, 4, 2, 1 and 1 sixteenths of the rows, each with a key and two indexes (the smallest with one). The
number of sessions is the same in all variants."""
DECISION = """A session that finds no part to begin makes keys and indexes of tables whose rows are all there. What governs it:
rows first, because a large table that is finished late has its indexes made late; but nobody waits for the last part."""
ROWS = 10_000_000
CHOSEN = "indexes when no part is left to begin"


def cases(bed):
    """Cut tables with and without parallel workers, and a table that cannot be cut."""
    tables = dealt(bed.units(NARROW, ROWS, sum(SHARES)))
    cut = [loads(table, files) for table, files in tables]
    largest, files = tables[0]
    uncut = [[Job(load(largest, *files), largest, f"{largest} 0")], *cut[1:]]
    setup = "".join(NARROW.table(table) for table, _ in tables)
    many = max(4, bed.jobs)
    return [
        case(f"sessions: {bed.jobs}", cut, bed.jobs, "", setup),
        case(f"sessions: {bed.jobs}, no parallel workers", cut, bed.jobs, "SET max_parallel_maintenance_workers = 0;\n", setup),
        case(f"sessions: {many}", cut, many, "", setup),
        case(f"sessions: {bed.jobs}, the largest table in one part", uncut, bed.jobs, "", setup),
    ]


def case(name, tables, sessions, opening, setup):
    """The three orders of rows and indexes."""
    rows, keys = flat(tables), flat(map(indexes, tables))
    variants = [
        Variant(CHOSEN, [Step("all", sessions, rows + keys, rows_first)], opening=opening),
        Variant("indexes before further parts", [Step("all", sessions, keys + rows, keys_first)], opening=opening),
        Variant("indexes after all rows", [Step("rows", sessions, rows, spread), Step("indexes", sessions, keys)], opening=opening),
    ]
    return Case(name, variants, CHOSEN, setup)


def indexes(rows):
    """The statements of a table, which wait for its rows."""
    table = rows[0].table
    columns = ["sensor", "label"][:1 if table == f"t{len(SHARES) - 1}" else 2]
    after = tuple(job.name for job in rows)
    key = Job(f"ALTER TABLE {table} ADD PRIMARY KEY (id);\n", table, after=after, alone=True)
    return [key, *(Job(f"CREATE INDEX ON {table} ({column});\n", table, after=after) for column in columns)]


def rows_first(ready, running):
    """Parts in Outgrow's order; an index where there is no part."""
    parts = [job for job in ready if not job.after]
    return spread(parts, running) if parts else ready[0]


def keys_first(ready, running):
    """An index where one can be made; else parts in Outgrow's order."""
    keys = [job for job in ready if job.after]
    return keys[0] if keys else spread(ready, running)
