"""The limit: rows that are already encoded, sent by as many streams as Outgrow uses, then the same keys."""

NAME = "limit"


def missing(_settings):
    """psql is there wherever a server is."""
    return None


def run(meter, case):
    """Creates the tables, loads whole tables at the same time, adds the keys at the same time."""
    load(meter, case, [[(table, part) for part in table.parts] for table in case.export.tables])


def load(meter, case, shares):
    """Deals shares of (table, file) to the streams in order, so that each has about as much to do."""
    create(meter, case)
    jobs = case.settings.jobs
    streams = [[file for share in shares[first::jobs] for file in share] for first in range(jobs)]
    meter.step("load", *[[stream(case, number, files)] for number, files in enumerate(streams) if files])
    archive = [f"--jobs={jobs}", "--section=post-data", "--no-owner", str(case.export.archive)]
    meter.step("keys", [[case.server.program("pg_restore"), "--exit-on-error", "--dbname", case.url, *archive]])


def create(meter, case):
    """Creates the tables that a move has made."""
    meter.step("create", [case.server.psql(case.url, "-o", "/dev/null", "-f", str(case.export.pre_data))])


def stream(case, number, files):
    """psql that loads one file after the other."""
    script = case.scratch / f"stream-{number}.sql"
    lines = [f"\\copy {table.qualified} FROM '{part}' WITH (FORMAT binary)\n" for table, part in files]
    script.write_text("".join(lines))
    return case.server.psql(case.url, "-f", str(script))
