"""pgloader with its own settings: it creates tables, loads them, adds keys."""

import shutil

NAME = "pgloader"


def missing(_settings):
    """It needs the program."""
    return None if shutil.which("pgloader") else "the program pgloader is not installed"


def run(meter, case):
    """Loads the files, one after the other."""
    for source in case.dataset.sources:
        script = case.scratch / f"{source.schema}.load"
        script.write_text(commands(case, source))
        home = ["--root-dir", str(case.scratch / "pgloader")]
        meter.step(None, [["pgloader", *home, str(script)]])


def commands(case, source):
    """A file of pgloader's language; the schema takes a clause that the command line does not have."""
    head = f"LOAD DATABASE FROM sqlite://{source.path} INTO {case.url}"
    if source.schema == "public":
        return head + ";\n"
    before = f"BEFORE LOAD DO $$ CREATE SCHEMA IF NOT EXISTS {source.schema}; $$"
    return f"{head}\n SET search_path TO '{source.schema}'\n {before};\n"
