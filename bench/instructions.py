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

COUNTED = [
    ("profile", r"outgrow::profiler::scan::"),
    ("copy: read and encode", r"outgrow::copy::read::read$"),
    ("of these, SQLite's step", r"outgrow::copy::read::advance"),
    ("whole move", r"PROGRAM TOTALS"),
]
"""What is shown, and the function whose inclusive count it is."""

HEAD = """# Instructions per row

Counted by callgrind in `outgrow move`, each function with all that it calls; they do not depend on what else the
machine does, only on processor family, compiler and C library. `make bench` writes this file.
"""


def count(settings, server):
    """The page, or None where valgrind is not installed."""
    if not (shutil.which("valgrind") and shutil.which("callgrind_annotate")):
        say("instructions: valgrind is not installed")
        return None
    lines = [HEAD, "| data set | rows | " + " | ".join(name for name, _ in COUNTED) + " |"]
    lines.append("|---|" + "--:|" * (len(COUNTED) + 1))
    for module, scale in SCALES:
        files = datasets.prepare(module, scale, settings.work / "data")
        say(f"instructions: {files.name}")
        rows, counts = measured(settings, server, files.sources[0])
        shown = [f"{counts[name] / rows:,.0f}" if counts[name] else "–" for name, _ in COUNTED]
        lines.append(f"| {files.name} | {rows:,} | " + " | ".join(shown) + " |")
    return "\n".join(lines) + "\n"


def measured(settings, server, source):
    """Rows, and the count of each function by its name in COUNTED; 0 for one that the compiler inlined."""
    url = server.fresh_database()
    profile = settings.work / "callgrind.out"
    tool = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    report = json.loads(run([*tool, *outgrow.command(settings, source, url)], accept=outgrow.ACCEPT))
    listing = run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", str(profile)])
    server.drop_database("bench")
    return report["source"]["rows"], {name: highest(listing, pattern) for name, pattern in COUNTED}


def highest(listing, pattern):
    """The largest count of a line whose function matches."""
    found = re.findall(r"^\s*([\d,]+) \([^)]*\)\s+(?:\S*?:)?(.*?)(?: \[.*\])?$", listing, re.MULTILINE)
    counts = [int(number.replace(",", "")) for number, function in found if re.search(pattern, function)]
    return max(counts, default=0)
