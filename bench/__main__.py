"""`python3 -m bench`: measures, then writes RESULTS.md, instructions.md and the plots.

`python3 -m bench report` only writes RESULTS.md and the plots again, from the last results.
"""

import json
import signal
import sys

from . import instructions, report, settings, suite
from .measure import Failed
from .server import Server


def main():
    """Runs the benchmark; returns the exit code."""
    # A stop by SIGTERM ends like Ctrl-C: the server must not outlive us.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        chosen = settings.read()
        suite.chosen(chosen)
        if sys.argv[1:] == ["report"]:
            report.write(json.loads(samples(chosen).read_text()), chosen.out)
        else:
            run(chosen)
    except (Failed, ValueError, OSError) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 130
    return 0


def samples(chosen):
    """Where every sample of a run is kept."""
    return chosen.work / "results.json"


def run(chosen):
    """Measures and writes."""
    if not chosen.outgrow.is_file():
        raise Failed(f"there is no {chosen.outgrow}; run make build, or name the program in BENCH_OUTGROW")
    chosen.work.mkdir(parents=True, exist_ok=True)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with Server(chosen.outgrow, chosen.work / "postgres") as server:
        results = suite.measure(chosen, server)
        counted = instructions.count(chosen, server) if chosen.instructions else None
    samples(chosen).write_text(json.dumps(results, indent=1))
    report.write(results, chosen.out)
    if counted:
        (chosen.out / "instructions.md").write_text(counted)
    suite.say(f"written: {chosen.out / 'RESULTS.md'}")


sys.exit(main())
