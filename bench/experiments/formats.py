"""Binary and text COPY."""

from .bed import Case, Job, Step, Variant, load
from .rows import NARROW, WIDE

TITLE = "Binary or text"
QUESTION = "The same rows in both formats of COPY, by one stream."
DECISION = "Binary. What governs it: the server need not parse numbers and times; texts cost the same in both."


def cases(bed):
    """Narrow and wide rows."""
    return [case(bed, NARROW, 10_000_000), case(bed, WIDE, 1_000_000)]


def case(bed, shape, rows):
    """Both formats of a shape."""
    steps = {form: load("t", *bed.units(shape, rows, 1, form), form=form) for form in ("binary", "text")}
    variants = [Variant(form, [Step("rows", 1, [Job(sql)])]) for form, sql in steps.items()]
    return Case(f"{shape.name} rows", variants, "binary", shape.table("t"))
