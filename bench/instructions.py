"""Counts instructions of Outgrow's reader and encoder with callgrind: numbers that do not drift with the machine."""

import json
import re
import shutil

from . import datasets
from .measure import run
from .peers import outgrow
from .suite import say

SCALES = [(datasets.narrow, 0.002), (datasets.wide, 0.004), (datasets.lineitem, 0.003), (datasets.keys, 0.01)]
"""The fixed data sets; they do not follow BENCH_SCALE."""

READ = r"outgrow::copy::read::read$"

COUNTED = [
    ("profile", r"outgrow::profiler::scan::rows$", None),
    ("copy: read and encode", READ, None),
    ("of these, finding rows in pages", READ, r"outgrow::source::rows::scan::Scan::next$"),
    ("of these, encoding values", READ, r"outgrow::copy::encode"),
    ("compare", r"outgrow::verify::workers::carry_out$", None),
]
"""What is shown: a function with all that it calls, or only what it calls directly and matches."""

HEAD = """# Instructions per row

Counted by callgrind in `outgrow move`, each part with all that it calls; they do not depend on what else the machine
does, only on processor family, compiler and C library. A part that the compiler has merged into another shows as –.
What goes over the network, signing in and the fixed cost of a move are not in them. `make bench` writes this file.
"""


def count(settings, server):
    """The page, or None where valgrind is not installed."""
    if not (shutil.which("valgrind") and shutil.which("callgrind_annotate")):
        say("instructions: valgrind is not installed")
        return None
    lines = [HEAD, "| data set | rows | " + " | ".join(name for name, _, _ in COUNTED) + " |"]
    lines.append("|---|" + "--:|" * (len(COUNTED) + 1))
    for module, scale in SCALES:
        files = datasets.prepare(module, scale, settings.work / "data")
        say(f"instructions: {files.name}")
        rows, counts = measured(settings, server, files.sources[0])
        shown = [f"{counts[name] / rows:,.0f}" if counts[name] else "–" for name, _, _ in COUNTED]
        lines.append(f"| {files.name} | {rows:,} | " + " | ".join(shown) + " |")
    return "\n".join(lines) + "\n"


def measured(settings, server, source):
    """Rows, and the count of each part by its name in COUNTED; 0 for one that was not found."""
    url = server.fresh_database()
    profile = settings.work / "callgrind.out"
    tool = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    report = json.loads(run([*tool, *outgrow.command(settings, source, url)], accept=outgrow.ACCEPT))
    listing = run(["callgrind_annotate", "--inclusive=yes", "--tree=calling", "--threshold=100", str(profile)])
    server.drop_database("bench")
    calls = list(read_calls(listing))
    return report["source"]["rows"], {name: total(calls, caller, callee) for name, caller, callee in COUNTED}


LINE = re.compile(r"^\s*([\d,]+) \([^)]*\)\s+([*>])\s+(.*?)(?: \([\d,]+x\))?(?: \[[^\]]*\])?$")
"""Instructions, a mark (* begins a function, > is what it calls) and the function with its file before it."""


def read_calls(listing):
    """Caller, callee and instructions; the callee is None for the caller's own inclusive count."""
    caller = None
    for line in listing.splitlines():
        found = LINE.match(line)
        if not found:
            continue
        count, mark, function = int(found[1].replace(",", "")), found[2], found[3]
        if mark == "*":
            caller = function
        yield caller, function if mark == ">" else None, count


def total(calls, caller, callee):
    """The instructions of all functions that match, or of what they call and matches."""
    matching = ((called, count) for calling, called, count in calls if re.search(caller, calling))
    if callee is None:
        return sum(count for called, count in matching if called is None)
    return sum(count for called, count in matching if called and re.search(callee, called))
