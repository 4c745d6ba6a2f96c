"""`python3 -m bench.experiments`: measures the decisions of the copy path, then writes DECISIONS.md.

`python3 -m bench.experiments report` only writes the page again, from the last results.
"""

import json
import os
import signal
import sys

from .. import machine, settings, suite
from ..measure import Failed
from ..server import Server, configuration
from . import ALL, page, runs
from .bed import Bed


def main():
    """Runs the experiments; returns the exit code."""
    # A stop by SIGTERM ends like Ctrl-C: the server must not outlive us.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        told = settings.read()
        modules = chosen(settings.words(os.environ.get("BENCH_EXPERIMENTS", "")))
        if sys.argv[1:] != ["report"]:
            measure(told, modules)
        results = json.loads(samples(told).read_text())
        page.write(results, {runs.key(module): module for module in ALL}, told.out)
        suite.say(f"written: {told.out / 'DECISIONS.md'}")
    except (Failed, ValueError, OSError) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 130
    return 0


def chosen(names):
    """The experiments that were asked for; all when none is named."""
    known = {runs.key(module): module for module in ALL}
    for name in names:
        if name not in known:
            raise ValueError(f"there is no \"{name}\"; experiments: {', '.join(known)}")
    return [module for key, module in known.items() if not names or key in names]


def samples(told):
    """Where every sample of a run is kept."""
    return told.work / "decisions.json"


def measure(told, modules):
    """Measures, and keeps the samples."""
    if not told.outgrow.is_file():
        raise Failed(f"there is no {told.outgrow}; run make build, or name the program in BENCH_OUTGROW")
    told.work.mkdir(parents=True, exist_ok=True)
    told.out.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    with Server(told.outgrow, told.work / "postgres-decisions") as server:
        results = {
            "machine": {**machine.describe(), "PostgreSQL": server.version},
            "server": configuration(),
            "scale": told.scale, "runs": told.runs, "jobs": told.jobs, "load": load,
            "experiments": [],
        }
        for module in modules:
            results["experiments"].append(runs.measure(Bed(told, server), module))
            # What was measured stays for `report` where a later experiment is stopped.
            samples(told).write_text(json.dumps(results, indent=1))


sys.exit(main())
