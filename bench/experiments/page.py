"""Writes DECISIONS.md from the results of a run."""

from .. import figures
from ..report import row, rule

HEAD = """# The decisions of the copy path, measured

Written by `make bench-decisions` ([README.md](README.md)). Every table compares ways to do one thing, on one server, with
rows that PostgreSQL itself has encoded and `psql` sends, so that only the server's side is compared. The variant that
Outgrow does has the ratio 1; the others are divided by it, repetition by repetition. A figure is the median of the
repetitions, with the least and the greatest in brackets. Ratios that differ from 1 by less than their own span decide nothing.
"""


def write(results, modules, folder):
    """Writes the page; experiments that were not run are not on it."""
    known = {entry["key"]: entry for entry in results["experiments"]}
    parts = [HEAD, conditions(results)]
    for key, module in modules.items():
        if key in known:
            parts.append(section(module, known[key]["cases"]))
    (folder / "DECISIONS.md").write_text("\n".join(parts))


def conditions(results):
    """What it was measured on and with."""
    lines = [f"- {name}: {value}" for name, value in results["machine"].items()]
    server = ", ".join(f"`{name} = {value}`" for name, value in results["server"].items())
    lines.append(f"- server settings that differ from PostgreSQL's own: {server}")
    lines.append(f"- scale {results['scale']:g}, {results['runs']} repetitions, {results['jobs']} streams where Outgrow decides")
    lines.append(f"- work that waited for a processor when the run began: {results['load']:.1f} (its load average)")
    return "\n".join(lines) + "\n"


def section(module, cases):
    """One experiment: its question, its table, what is decided."""
    steps = max(len(sample["phases"]) for case in cases for found in case["variants"].values() for sample in found)
    heads = ["case", "variant", "seconds", "ratio", "server CPU, s", "WAL, MB", *(["seconds of the steps"] if steps > 1 else [])]
    lines = [f"## {module.TITLE}\n", f"{module.QUESTION}\n", row(heads), head_rule(steps)]
    for case in cases:
        lines += [line(case, name, steps) for name in case["variants"]]
    return "\n".join([*lines, "", module.DECISION]) + "\n"


def head_rule(steps):
    """The line below the head: two columns of words, four of numbers, and perhaps one more of words."""
    return "|---" + rule(4) + ("---|" if steps > 1 else "")


def line(case, name, steps):
    """The figures of a variant."""
    samples = case["variants"][name]
    chosen = {sample["turn"]: sample["wall"] for sample in case["variants"][case["chosen"]]}
    ratios = figures.span([sample["wall"] / chosen[sample["turn"]] for sample in samples])
    shown = [figures.shown(figures.span([figure(sample) for sample in samples])) for figure in FIGURES]
    cells = [case["name"], f"**{name}**" if name == case["chosen"] else name, shown[0], figures.shown(ratios), *shown[1:]]
    return row([*cells, *([phases(samples)] if steps > 1 else [])])


FIGURES = [lambda sample: sample["wall"], lambda sample: sample["server_cpu"], lambda sample: sample["wal"] / 1e6]


def phases(samples):
    """The medians of the steps."""
    names = samples[0]["phases"]
    middles = {name: figures.span([sample["phases"][name] for sample in samples]).middle for name in names}
    return ", ".join(f"{name} {figures.number(seconds)}" for name, seconds in middles.items())
