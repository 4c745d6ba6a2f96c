"""The run: for every data set, all peers in turn, again and again, on one server."""

import json
import shutil
import sys
import time

from . import datasets, export, machine, peers
from .measure import Failed, Meter, run
from .peers import Case, outgrow
from .server import configuration

STOP = 2
"""How many times the patience a run may take before it is stopped."""


def say(text):
    """Tells the user how far it is."""
    print(text, file=sys.stderr, flush=True)


def chosen(settings):
    """Data sets and peers that were asked for; all when none is named."""
    short = {module.__name__.rsplit(".", 1)[1]: module for module in datasets.ALL}
    ways = {peers.key(peer): peer for peer in peers.ALL}
    for name in [*(n for n in settings.datasets if n not in short), *(n for n in settings.peers if n not in ways)]:
        raise ValueError(f"there is no \"{name}\"; data sets: {', '.join(short)}; peers: {', '.join(ways)}")
    return (
        [module for name, module in short.items() if not settings.datasets or name in settings.datasets],
        [peer for name, peer in ways.items() if not settings.peers or name in settings.peers],
    )


def measure(settings, server):
    """Measures everything; returns what the report needs, ready for JSON."""
    modules, ways = chosen(settings)
    missing = {peer.NAME: peer.missing(settings) for peer in ways}
    ways = [peer for peer in ways if not missing[peer.NAME]]
    return {
        "machine": {**machine.describe(), **versions(settings, server, ways)},
        "server": configuration(),
        "scale": settings.scale,
        "runs": settings.runs,
        "jobs": settings.jobs,
        "missing": {name: why for name, why in missing.items() if why},
        "datasets": [dataset(settings, server, module, ways) for module in modules],
    }


def versions(settings, server, ways):
    """The programs that take part."""
    asked = {
        "Outgrow": [str(settings.outgrow), "--version"],
        "commit": ["git", "-C", str(settings.outgrow.parent), "describe", "--always", "--dirty", "--abbrev=10"],
        "sqlite3": ["sqlite3", "--version"],
    }
    asked.update({name: [name, "--version"] for name in ("duckdb", "pgloader") if name in map(peers.key, ways)})
    found = {name: machine.output(command) for name, command in asked.items()}
    return {"PostgreSQL": server.version, **{name: version for name, version in found.items() if version}}


def dataset(settings, server, module, ways):
    """Measures one data set."""
    say(f"{module.TITLE}: preparing")
    files = datasets.prepare(module, settings.scale, settings.work / "data")
    folder = settings.work / "export"
    reference = server.fresh_database("reference")
    facts = move(settings, files, reference)
    parts = settings.jobs if facts["tables"] < settings.jobs else 1
    made = export.export(server, reference, folder, parts)
    server.drop_database("reference")
    try:
        found = rounds(settings, server, files, made, [peer for peer in ways if suits(peer, made)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        server.drop_database("bench")
    return {"name": files.name, "title": files.title, **facts, "peers": found}


def suits(peer, made):
    """Whether a peer has something to do for a data set."""
    return not hasattr(peer, "suits") or peer.suits(made)


def move(settings, files, url):
    """A first move, not measured: it warms the caches and makes what the other peers are given."""
    facts = {"rows": 0, "bytes": 0, "tables": 0, "files": len(files.sources)}
    for source in files.sources:
        report = json.loads(run(outgrow.command(settings, source, url), accept=outgrow.ACCEPT))
        facts["rows"] += report["source"]["rows"]
        facts["bytes"] += report["source"]["value_bytes"]
        facts["tables"] += len(report["tables"])
    return facts


def rounds(settings, server, files, made, ways):
    """All peers in turn, `runs` times, each time beginning with another one."""
    found = {peer.NAME: {"samples": [], "failures": []} for peer in ways}
    for turn in range(settings.runs):
        first = turn % max(1, len(ways))
        for peer in ways[first:] + ways[:first]:
            entry = found[peer.NAME]
            if worthwhile(entry, settings):
                case = Case(settings, server, files, made, server.fresh_database(), fresh(settings.work / "scratch"))
                say(f"  {turn + 1}/{settings.runs}  {peer.NAME}: {attempt(peer, case, turn, entry)}")
    return found


def worthwhile(entry, settings):
    """Whether a peer is tried again: not if it is slow, nor if it has failed and never succeeded."""
    slow = any(sample["wall"] > settings.patience for sample in entry["samples"])
    return not slow and (entry["samples"] or not entry["failures"])


def attempt(peer, case, turn, entry):
    """Runs a peer once and notes what came of it; returns it for the user."""
    try:
        sample = once(peer, case)
    except Failed as failure:
        entry["failures"].append(str(failure))
        return str(failure)
    entry["samples"].append({"turn": turn, **sample})
    return f"{sample['wall']:.2f} s"


def fresh(folder):
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def once(peer, case):
    """One measured run; all rows must have arrived."""
    meter = Meter(case.server, case.settings.patience * STOP)
    peer.run(meter, case)
    # The last backend may still be going away.
    time.sleep(0.05)
    sample = meter.finish()
    export.check(case.server, case.url, case.export)
    return vars(sample)
