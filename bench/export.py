"""What the peers that do not read SQLite's schema are given, taken from the tables that a move has made.

The rows come from PostgreSQL itself, so they are exact and owe nothing to Outgrow's encoder.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from .measure import Failed, run

TABLES = """
SELECT c.oid, n.nspname, c.relname, pg_relation_size(c.oid) / current_setting('block_size')::int
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'outgrow')
ORDER BY pg_relation_size(c.oid) DESC, n.nspname, c.relname
"""

COLUMNS = """
SELECT attrelid, attname, atttypid::regtype FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r'
AND nspname NOT IN ('pg_catalog', 'information_schema', 'outgrow') ORDER BY attrelid, attnum
"""


@dataclass
class Table:
    """One table of the target. `parts` are files for COPY (FORMAT binary) that together hold all rows."""

    schema: str
    name: str
    pages: int
    columns: list = field(default_factory=list)
    rows: int = 0
    parts: list = field(default_factory=list)
    csv: Path = None

    @property
    def qualified(self):
        """The name for SQL; ours need no quotes, and a keyword would not be ours."""
        return f"{self.schema}.{self.name}"


@dataclass
class Export:
    """The target of a data set: DDL before and after the rows, the rows, and how many there are.

    `schemas` has both scripts of DDL for each schema alone where there are several.
    """

    tables: list
    pre_data: Path
    post_data: Path
    archive: Path
    schemas: dict = field(default_factory=dict)


def export(server, url, folder, parts):
    """Writes DDL and rows of a database into a folder that is emptied first; each table in that many parts."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tables = find_tables(server, url)
    made = ddl(server, url, folder, tables)
    script = folder / "export.sql"
    script.write_text("".join(copies(table, folder, parts) for table in tables))
    run(server.psql(url, "-f", str(script)))
    return made


def find_tables(server, url):
    """The tables that stand in a database, the largest first, with the number of their rows."""
    found = {}
    for line in server.sql(TABLES, url).splitlines():
        oid, schema, name, pages = line.split("|")
        found[oid] = Table(schema, name, int(pages))
    for line in server.sql(COLUMNS, url).splitlines():
        oid, name, data_type = line.split("|")
        found[oid].columns.append((name, data_type))
    counts = count_rows(server, url)
    for table in found.values():
        table.rows = counts[table.qualified]
    return list(found.values())


def count_rows(server, url):
    """The number of rows of every table, by its name with the schema."""
    count = "format('SELECT %L, count(*) FROM %I.%I', nspname || '.' || relname, nspname, relname)"
    ask = f"SELECT {count} FROM ({TABLES}) t"
    lines = run(server.psql(url, "-At"), input=ask + " \\gexec\n").splitlines()
    return {name: int(rows) for name, rows in (line.rsplit("|", 1) for line in lines)}


def ddl(server, url, folder, tables):
    """Writes the DDL as an archive and as two scripts."""
    archive, pre_data, post_data = (folder / name for name in ("schema.dump", "pre-data.sql", "post-data.sql"))
    dump = [server.program("pg_dump"), "--format=custom", "--schema-only", "--no-owner", "--exclude-schema=outgrow"]
    run([*dump, "--file", str(archive), "--dbname", url])
    restore = [server.program("pg_restore"), "--no-owner"]
    run([*restore, "--section=pre-data", "--file", str(pre_data), str(archive)])
    run([*restore, "--section=post-data", "--file", str(post_data), str(archive)])
    names = sorted({table.schema for table in tables})
    schemas = {name: alone(restore, archive, folder, name) for name in names if len(names) > 1}
    return Export(tables, pre_data, post_data, archive, schemas)


def alone(restore, archive, folder, schema):
    """Writes the DDL of one schema; pg_restore leaves out that of the schema itself."""
    scripts = []
    for section in ("pre-data", "post-data"):
        script = folder / f"{schema}.{section}.sql"
        run([*restore, f"--schema={schema}", f"--section={section}", "--file", str(script), str(archive)])
        scripts.append(script)
    scripts[0].write_text(f"CREATE SCHEMA {schema};\n" + scripts[0].read_text())
    return tuple(scripts)


def copies(table, folder, parts):
    """psql's lines that write a table as CSV and in parts as binary."""
    table.csv = folder / f"{table.qualified}.csv"
    lines = [f"\\copy {table.qualified} TO '{table.csv}' WITH (FORMAT csv)\n"]
    step = -(-max(table.pages, 1) // parts)
    for part in range(parts):
        file = folder / f"{table.qualified}.{part}.bin"
        table.parts.append(file)
        where = f"WHERE ctid >= '({part * step},0)' AND ctid < '({(part + 1) * step},0)'" if parts > 1 else ""
        lines.append(f"\\copy (SELECT * FROM {table.qualified} {where}) TO '{file}' WITH (FORMAT binary)\n")
    return "".join(lines)


def check(server, url, expected):
    """Raises Failed unless every table of the export stands in the database with all its rows."""
    counts = count_rows(server, url)
    wrong = [table for table in expected.tables if counts.get(table.qualified) != table.rows]
    if wrong:
        table = wrong[0]
        found = counts.get(table.qualified, "no table")
        raise Failed(f"wrong rows in {len(wrong)} of {len(expected.tables)} tables, "
                     f"the first {table.qualified}: {found} instead of {table.rows}")
