"""The order of work where tables are not equal."""

from .bed import Case, Job, Step, Variant, load, loads, spread
from .rows import NARROW

TITLE = "The order of work"
QUESTION = "Five tables with 8, 4, 2, 1 and 1 sixteenths of the rows, cut into parts of a sixteenth, or not cut."
DECISION = """A stream takes a part of the table at which fewest others are, and among those of the one with most left. What
governs it: large tables must not be begun last, or one stream works at the end while the others wait; where tables are cut
into parts, that is at most one part for each stream."""
ROWS = 10_000_000
SHARES = [8, 4, 2, 1, 1]


def cases(bed):
    """A case for each number of streams that is more than one."""
    files = bed.units(NARROW, ROWS, sum(SHARES))
    return [case(files, streams) for streams in bed.streams if streams > 1]


def case(files, streams):
    """The variants with a number of streams."""
    tables = dealt(files)
    whole = [Job(load(table, *own), table) for table, own in tables]
    parts = [loads(table, own) for table, own in tables]
    variants = [
        Variant("spread over tables, most left first", [Step("rows", streams, flat(parts), spread)]),
        Variant("parts of the largest table first", [Step("rows", streams, flat(parts))]),
        Variant("parts of the smallest table first", [Step("rows", streams, flat(reversed(parts)))]),
        Variant("whole tables, largest first", [Step("rows", streams, whole)]),
        Variant("whole tables, smallest first", [Step("rows", streams, list(reversed(whole)))]),
    ]
    setup = "".join(NARROW.table(table) for table, _ in tables)
    return Case(f"streams: {streams}", variants, "spread over tables, most left first", setup)


def dealt(files):
    """The tables and their files, the largest first."""
    left = list(files)
    return [(f"t{position}", [left.pop(0) for _ in range(share)]) for position, share in enumerate(SHARES)]


def flat(lists):
    """The elements of lists."""
    return [one for several in lists for one in several]
