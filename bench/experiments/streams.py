"""How far streams help, in one table and in several."""

from .bed import Case, Step, Variant, loads, spread
from .rows import NARROW

TITLE = "One table, several tables"
QUESTION = "The same rows in eight parts: in one table, or in four, which are loaded one after the other or side by side."
DECISION = """Streams spread over tables before they share one. What governs it: sessions that load the same table wait for each
other where it is made longer, and all sessions where they write WAL. More streams than processors gain nothing."""
ROWS = 10_000_000


def cases(bed):
    """A case for each number of streams."""
    files = bed.units(NARROW, ROWS, 8)
    return [case(files, streams) for streams in bed.streams]


def case(files, streams):
    """The variants with a number of streams."""
    tables = [f"t{table}" for table in range(4)]
    single = loads("t0", files)
    four = [job for position, table in enumerate(tables) for job in loads(table, files[2 * position:2 * position + 2])]
    variants = [
        Variant("four tables side by side", [Step("rows", streams, four, spread)]),
        Variant("four tables, one after the other", [Step("rows", streams, four)]),
        Variant("one table", [Step("rows", streams, single)]),
    ]
    setup = "".join(NARROW.table(table) for table in tables)
    return Case(f"streams: {streams}", variants, "four tables side by side", setup)
