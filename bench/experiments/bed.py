"""What an experiment is made of: cases, their variants, and the jobs that sessions carry out."""

from dataclasses import dataclass, field

from ..server import Server
from ..settings import Settings
from . import rows


@dataclass(frozen=True)
class Job:
    """What one session does in one go."""

    sql: str = ""
    """Lines for psql."""
    table: str = ""
    """The table that it works on."""
    name: str = ""
    """How others call it in `after`."""
    after: tuple = ()
    """Names of jobs that must have ended."""
    alone: bool = False
    """Whether no other job of its table may run at the same time."""
    call: object = None
    """Instead of `sql`: a function that takes the database's URL."""


@dataclass(frozen=True)
class Step:
    """Jobs that sessions carry out side by side; its seconds are shown by themselves."""

    name: str
    sessions: int
    jobs: list
    pick: object = None
    """Takes the jobs that can begin and those that run, and returns the next; None takes the first that can."""


@dataclass(frozen=True)
class Variant:
    """One way to do it, from the case's beginning to its end."""

    name: str
    steps: list
    setup: str = ""
    """Lines for psql that are not measured."""
    opening: str = ""
    """Lines for psql with which each session begins, not measured either."""


@dataclass(frozen=True)
class Case:
    """Variants that are compared with each other, which all begin with the same database."""

    name: str
    variants: list
    chosen: str
    """The name of the variant that Outgrow does; the others are divided by it."""
    setup: str = ""
    """Lines for psql that make the database with which every variant begins."""
    server: dict = field(default_factory=dict)
    """Settings of the server with which it is started again for this case."""


@dataclass(frozen=True)
class Bed:
    """What the experiments are given to describe their cases with."""

    settings: Settings
    server: Server

    @property
    def jobs(self):
        """The streams that Outgrow would use here."""
        return self.settings.jobs

    @property
    def streams(self):
        """Numbers of streams worth comparing on any machine."""
        return sorted({1, self.jobs, 4})

    def units(self, shape, full, count, form="binary"):
        """Files with `full` rows at scale 1, in `count` files of as many rows each."""
        each = max(1, round(full * self.settings.scale / count))
        return rows.files(self, shape, each, count, form)


def load(table, *files, form="binary"):
    """psql's lines that load files into a table."""
    return "".join(f"\\copy {table} FROM '{file}' WITH (FORMAT {form})\n" for file in files)


def loads(table, files):
    """A job for each file of a table, named by table and position."""
    return [Job(load(table, file), table, f"{table} {part}") for part, file in enumerate(files)]


def spread(ready, running):
    """Outgrow's order of work: of the table at which fewest others are, and then of the one with most left."""
    at = [job.table for job in running]
    left = [job.table for job in ready]
    return min(ready, key=lambda job: (at.count(job.table), -left.count(job.table)))
