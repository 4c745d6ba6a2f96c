"""The limit when the rows of one table are sent by several streams at once.

Only for data sets with fewer tables than streams: more tables keep all streams busy without being split.
"""

from . import limit

NAME = "limit, split tables"


def missing(settings):
    """With one stream it is the limit itself."""
    return "there is only one stream" if settings.jobs == 1 else None


def suits(export):
    """Whether the tables were exported in parts."""
    return any(len(table.parts) > 1 for table in export.tables)


def run(meter, case):
    """Loads the parts of every table at the same time."""
    limit.load(meter, case, [[(table, part)] for table in case.export.tables for part in table.parts])
