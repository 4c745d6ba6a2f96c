"""DuckDB with its extensions for SQLite and PostgreSQL: `INSERT INTO … SELECT`, then keys and statistics.

The tables stand already, with Outgrow's data types.
"""

import shutil
import subprocess

from . import csv_copy, limit

NAME = "DuckDB"

LOAD = "LOAD sqlite; LOAD postgres;"


def missing(_settings):
    """It needs the program and both extensions, which DuckDB installs on `INSTALL sqlite; INSTALL postgres`."""
    if not shutil.which("duckdb"):
        return "the program duckdb is not installed"
    done = subprocess.run(["duckdb", "-c", LOAD], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return "duckdb's extensions sqlite and postgres are not installed" if done.returncode else None


def run(meter, case):
    """Creates the tables, lets one DuckDB copy all of them, adds keys and statistics."""
    limit.create(meter, case)
    lines = [LOAD, f"ATTACH '{case.url}' AS target (TYPE postgres);"]
    for source in case.dataset.sources:
        lines.append(f"ATTACH '{source.path}' AS source (TYPE sqlite, READ_ONLY);")
        own = [table for table in case.export.tables if table.schema == source.schema]
        lines += [f"INSERT INTO target.{table.qualified} SELECT * FROM source.{table.name};" for table in own]
        lines.append("DETACH source;")
    script = case.scratch / "duckdb.sql"
    script.write_text("\n".join(lines))
    meter.step("load", [["duckdb", "-bail", "-f", str(script)]])
    csv_copy.finish(meter, case)
