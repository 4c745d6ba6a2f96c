"""The limit: rows already encoded, sent by as many streams as Outgrow uses, then the same keys and statistics."""

NAME = "limit"


def missing(_settings):
    """psql is there wherever a server is."""
    return None


def run(meter, case):
    """Creates the tables, loads whole tables at the same time, then adds keys and statistics so."""
    load(meter, case, [[(table, part) for part in table.parts] for table in case.export.tables])


def load(meter, case, shares):
    """Deals shares of (table, file) to the streams in order, so that each has about as much to do."""
    create(meter, case)
    jobs = case.settings.jobs
    meter.step("load", *streams(case, [[copy(*file) for file in share] for share in shares]))
    archive = [f"--jobs={jobs}", "--section=post-data", "--no-owner", str(case.export.archive)]
    meter.step("keys", [[case.server.program("pg_restore"), "--exit-on-error", "--dbname", case.url, *archive]])
    meter.step("statistics", *streams(case, [[analyze(table)] for table in case.export.tables]))
    meter.aside("read back", *streams(case, [[line] for table in case.export.tables for line in read_back(table)]))


def create(meter, case):
    """Creates the tables that a move has made."""
    meter.step("create", [quiet(case, case.export.pre_data)])


def quiet(case, script):
    """psql that carries out a script, and tells nothing of it."""
    return case.server.psql(case.url, "-o", "/dev/null", "-f", str(script))


def copy(table, file):
    """psql's line that loads a file."""
    return f"\\copy {table.qualified} FROM '{file}' WITH (FORMAT binary)\n"


def read_back(table):
    """The lines that read all rows again and drop them: what any comparison of values costs the server at least."""
    count = len(table.parts)
    step = -(-max(table.pages, 1) // count)
    slices = [f"ctid >= '({part * step},0)' AND ctid < '({(part + 1) * step},0)'" for part in range(count)]
    slices[-1] = slices[-1].split(" AND ")[0]
    rows = [f"SELECT * FROM {table.qualified} WHERE {where}" for where in slices]
    return [f"\\copy ({select}) TO '/dev/null' WITH (FORMAT binary)\n" for select in rows]


def analyze(table):
    """The line that collects a table's statistics."""
    return f"ANALYZE {table.qualified};\n"


def streams(case, shares):
    """A psql for each stream, which carries out its share of the lines."""
    jobs = case.settings.jobs
    dealt = ["".join(line for share in shares[first::jobs] for line in share) for first in range(jobs)]
    return [[script(case, f"stream-{number}", lines)] for number, lines in enumerate(dealt) if lines]


def script(case, name, lines):
    """psql that carries out lines."""
    file = case.scratch / f"{name}.sql"
    file.write_text(lines)
    return case.server.psql(case.url, "-f", str(file))
