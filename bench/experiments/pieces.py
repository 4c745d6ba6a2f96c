"""The size of the pieces in which rows are sent."""

from functools import partial

from . import wire
from .bed import Case, Job, Step, Variant
from .rows import NARROW

TITLE = "The size of the pieces"
QUESTION = "The same rows by one stream, sent by a small client of its own in messages of different sizes."
DECISION = """256 KiB. What governs it: a message costs the client a call of the system, so fewer are better; several pieces wait for
each stream, so smaller ones are better for memory. The server does not care."""
ROWS = 10_000_000
SIZES = {"1 KiB": 2**10, "16 KiB": 2**14, "256 KiB": 2**18, "1 MiB": 2**20}


def cases(bed):
    """One case, a variant for each size."""
    [file] = bed.units(NARROW, ROWS, 1)
    variants = [
        Variant(name, [Step("rows", 1, [Job(call=partial(wire.copy, table="t", file=file, piece=size))])])
        for name, size in SIZES.items()
    ]
    return [Case("one stream", variants, "256 KiB", NARROW.table("t"))]
