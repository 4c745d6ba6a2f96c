"""Foreign keys: checked when they are added, or later and side by side."""

from .bed import Case, Job, Step, Variant, load
from .rows import PARENTS, Shape, child

TITLE = "Foreign keys"
QUESTION = """Four foreign keys: added NOT VALID at once and then validated side by side, as far as VALIDATE's weaker lock allows; or
added valid, which excludes each other at both tables, so that those with a table in common go one after the other."""
DECISION = """NOT VALID at once, then VALIDATE side by side. What governs it: ADD needs a lock of both tables that excludes another
ADD, so tables that name the same parent would wait for each other; VALIDATE excludes others from its own table only. A table with
several foreign keys gains nothing, and PostgreSQL checks each with one process."""
ROWS = 40_000_000
COLUMNS = "abcd"


def cases(bed):
    """Stars and pairs."""
    count = max(1, round(PARENTS * bed.settings.scale))
    parent = Shape("parent", "id bigint PRIMARY KEY", "i")
    children = child(count)
    parents = load("p0", *bed.units(parent, PARENTS, 1))
    files = bed.units(children, ROWS, 4)
    many = [f"c{number}" for number in range(4)]
    setup = "".join(parent.table(f"p{number}") for number in range(4)) + parents
    setup += "".join(f"INSERT INTO p{number} SELECT * FROM p0;\n" for number in range(1, 4))
    setup += "".join(children.table(table) + load(table, file) for table, file in zip(many, files))
    setup += "VACUUM ANALYZE;\n"
    one = Variants(bed.jobs)
    return [
        Case("four tables name one parent", one.of([(table, "a", "p0") for table in many]), CHOSEN, setup),
        Case("one table names four parents", one.of([("c0", column, f"p{n}") for n, column in enumerate(COLUMNS)]), CHOSEN, setup),
        Case("four tables name a parent each", one.of([(table, "a", f"p{n}") for n, table in enumerate(many)]), CHOSEN, setup),
    ]


CHOSEN = "NOT VALID, then VALIDATE"


class Variants:
    """Both ways to add keys, with a number of sessions."""

    def __init__(self, sessions):
        self.sessions = sessions

    def of(self, keys):
        """The variants for keys, each of a child, a column and a parent."""
        shared = len({child for child, _, _ in keys}) < len(keys) or len({parent for _, _, parent in keys}) < len(keys)
        valid = Step("keys", 1 if shared else self.sessions, [Job(add(*key), key[0]) for key in keys])
        added = Step("added", 1, [Job(add(*key, " NOT VALID"), key[0]) for key in keys])
        checked = Step("validated", self.sessions, [Job(validate(*key), key[0], alone=True) for key in keys])
        return [Variant(CHOSEN, [added, checked]), Variant("added valid", [valid])]


def add(child_table, column, parent, more=""):
    """The line that adds a foreign key."""
    name = f"{child_table}_{column}"
    return f"ALTER TABLE {child_table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {parent}{more};\n"


def validate(child_table, column, _parent):
    """The line that checks the rows."""
    return f"ALTER TABLE {child_table} VALIDATE CONSTRAINT {child_table}_{column};\n"
