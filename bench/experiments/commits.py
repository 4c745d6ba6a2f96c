"""Commits that wait for the disk, with large and small parts."""

from .bed import Case, Job, Step, Variant, load
from .rows import NARROW, NARROW_BYTES

TITLE = "Commits"
QUESTION = "2.5 GB at scale 1, in transactions of 64 MB or 1 MB of rows; `fsync` is on."
DECISION = """`synchronous_commit = off`, and a last commit that waits. What governs it: how fast the disk is, and how often it is waited
for: with parts of 64 MB seldom, with the parts of small tables and the notes of keys often."""
MEGABYTE = 2**20
FULL = 2560
PART = 64


def cases(bed):
    """Large and small parts."""
    units = max(1, round(FULL * bed.settings.scale))
    each = MEGABYTE // NARROW_BYTES
    files = bed.units(NARROW, units * each / bed.settings.scale, units)
    return [case(bed, "parts of 64 MB", files, PART), case(bed, "parts of 1 MB", files, 1)]


def case(bed, name, files, together):
    """The variants with so many files in a transaction."""
    parts = [files[first:first + together] for first in range(0, len(files), together)]
    jobs = [Job(f"BEGIN;\n{load('t', *part)}COMMIT;\n") for part in parts]
    variants = [
        Variant(f"synchronous_commit {value}", [Step("rows", bed.jobs, jobs)], opening=f"SET synchronous_commit = {value};\n")
        for value in ("off", "on")
    ]
    return Case(f"{name}, streams: {bed.jobs}", variants, "synchronous_commit off", NARROW.table("t"))
