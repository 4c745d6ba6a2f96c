"""The rows: made by PostgreSQL itself from generate_series, kept as files that COPY takes."""

from dataclasses import dataclass

from ..datasets import chance
from ..measure import run


@dataclass(frozen=True)
class Shape:
    """The rows of a table: the columns, and for each an expression over the number of the row, `i`."""

    name: str
    columns: str
    values: str

    def table(self, name, kind="TABLE"):
        """The line that creates a table of this shape, without keys."""
        return f"CREATE {kind} {name} ({self.columns});\n"


def below(limit, salt):
    """A bigint from 0 to `limit - 1` that looks like chance."""
    return chance.below(limit, salt)


def sometimes(expression, salt):
    """NULL in about three of ten rows."""
    return f"CASE WHEN {below(10, salt)} >= 3 THEN {expression} END"


NARROW = Shape(
    "narrow",
    'id bigint NOT NULL, sensor bigint NOT NULL, value double precision, label text COLLATE "C" NOT NULL',
    f"i, {below(100000, 1)}, {below(10**9, 2)} / 7.0::float8, 'sensor-' || lpad(({below(10**9, 3)})::text, 13, '0')",
)
"""Four columns, 62 bytes a row in binary COPY; the key in the order of the rows, as SQLite gives them."""

NARROW_BYTES = 62

KINDS = [
    ("bigint", lambda salt: below(10**9, salt)),
    ("double precision", lambda salt: sometimes(f"{below(10**9, salt)} / 7.0::float8", salt + 1)),
    ('text COLLATE "C"', lambda salt: f"'text ' || ({below(10**6, salt)})::text"),
    ("numeric", lambda salt: sometimes(f"({below(10**7, salt)})::numeric / 100", salt + 1)),
    ("timestamp", lambda salt: f"timestamp '2015-01-01' + {below(315360000, salt)} * interval '1 second'"),
    ("date", lambda salt: sometimes(f"date '2015-01-01' + ({below(3650, salt)})::int", salt + 1)),
]

WIDE = Shape(
    "wide",
    ", ".join(f"c{column} {KINDS[column % 6][0]}" for column in range(30)),
    ", ".join(f"({KINDS[column % 6][1](column)})::{KINDS[column % 6][0].split()[0]}" for column in range(30))
    .replace("::double", "::float8"),
)
"""Thirty columns of six kinds, some NULL."""

PARENTS = 1_000_000
"""How many rows a parent has at scale 1."""


def child(parents):
    """Rows with four columns that each name one of `parents` parents."""
    keys = ", ".join(f"1 + {below(parents, salt)}" for salt in range(1, 5))
    return Shape(f"child-{parents}", "id bigint NOT NULL, a bigint, b bigint, c bigint, d bigint", f"i, {keys}")


def files(bed, shape, each, count, form):
    """The files of a shape, `each` rows in each of `count` files; those of an earlier run are taken again."""
    home = bed.settings.work / "experiments"
    home.mkdir(parents=True, exist_ok=True)
    return [file(bed, home, shape, each, position, form) for position in range(count)]


def file(bed, home, shape, each, position, form):
    """One file."""
    path = home / f"{shape.name}-{each}-{position}.{form}"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        first = position * each + 1
        select = f"SELECT {shape.values} FROM generate_series({first}::bigint, {first + each - 1}::bigint) AS i"
        run(bed.server.psql(bed.server.url, "-c", f"\\copy ({select}) TO '{unfinished}' WITH (FORMAT {form})"))
        unfinished.rename(path)
    return path
