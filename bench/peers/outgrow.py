"""`outgrow move`: profile, tables, rows, keys, and the comparison of every value."""

import json

NAME = "outgrow move"

PHASES = {"copy": "load", "post-data": "keys", "pre-data": "create"}
"""Outgrow's names of phases that other peers have too. Its keys include the statistics."""

ACCEPT = (0, 1)
"""Exit codes of a move that did its work; 1 says that there is something to look at."""


def missing(_settings):
    """It is what is measured."""
    return None


def run(meter, case):
    """Moves the files, one after the other."""
    for source in case.dataset.sources:
        report = json.loads(meter.step(None, [command(case.settings, source, case.url)], accept=ACCEPT))
        for phase in report["phases"]:
            meter.sample.add_phase(PHASES.get(phase["phase"], phase["phase"]), phase["seconds"])


def command(settings, source, url):
    """The command that moves one file."""
    to = ["--to", url, "--schema", source.schema, "--jobs", str(settings.jobs)]
    return [str(settings.outgrow), "move", str(source.path), *to, "--json", "--yes"]
