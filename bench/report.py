"""Writes RESULTS.md and the plots from the results of a run."""

from . import figures, plot
from .figures import counted, ratio, shown, spans
from .peers import ALL, csv_copy, duckdb, limit, limit_apart, limit_split, outgrow, pgloader, sqlite_pipe

HEAD = """# Results

Written by `make bench`; README.md says what everything means. A figure is the median of the repetitions, with the
least and the greatest in brackets; ratios are taken repetition by repetition. Times are seconds.
"""

COLUMNS = [
    ("wall", figures.wall),
    ("rows alone", figures.load),
    ("rows/s", figures.rows_per_second),
    ("MB/s", figures.megabytes_per_second),
    ("MB/s, rows alone", figures.megabytes_per_second_of_load),
    ("client CPU", figures.client_cpu),
    ("server CPU", figures.server_cpu),
    ("client memory, MB", figures.memory),
]

PHASES = ["profile", "create", "load", "keys", "verify"]

SUMMARY = [
    ("copy / limit", outgrow, figures.load, limit, figures.load),
    ("copy / limit, split tables", outgrow, figures.load, limit_split, figures.load),
    ("copy / limit, file by file", outgrow, figures.load, limit_apart, figures.load),
    ("copy, keys, statistics / limit", outgrow, figures.load_and_rest, limit, figures.load_and_rest),
    ("profile / copy", outgrow, figures.phase("profile"), outgrow, figures.load),
    ("verify / copy", outgrow, figures.phase("verify"), outgrow, figures.load),
    ("reading back / copy", limit, figures.phase("read back"), outgrow, figures.load),
    ("verify / reading back", outgrow, figures.phase("verify"), limit, figures.phase("read back")),
    ("move / limit", outgrow, figures.wall, limit, figures.wall),
    ("move / limit, file by file", outgrow, figures.wall, limit_apart, figures.wall),
    ("\\copy / limit", csv_copy, figures.wall, limit, figures.wall),
    ("\\copy / move", csv_copy, figures.wall, outgrow, figures.wall),
    ("\\copy / copy, keys, statistics", csv_copy, figures.wall, outgrow, figures.load_and_rest),
    ("sqlite3 pipe / move", sqlite_pipe, figures.wall, outgrow, figures.wall),
    ("DuckDB / limit", duckdb, figures.wall, limit, figures.wall),
    ("DuckDB / move", duckdb, figures.wall, outgrow, figures.wall),
    ("DuckDB / copy, keys, statistics", duckdb, figures.wall, outgrow, figures.load_and_rest),
    ("pgloader / limit", pgloader, figures.wall, limit, figures.wall),
    ("pgloader / move", pgloader, figures.wall, outgrow, figures.wall),
    ("pgloader / copy, keys, statistics", pgloader, figures.wall, outgrow, figures.load_and_rest),
]
"""What is divided by what."""


def write(results, folder):
    """Writes the page and its plots."""
    names = [peer.NAME for peer in ALL]
    plots = plot.draw(results["datasets"], names, folder / "plots")
    parts = [HEAD, conditions(results), summary(results["datasets"])]
    parts += [f"![{title}](plots/{file})\n" for title, file in plots]
    parts += [section(dataset, names) for dataset in results["datasets"]]
    (folder / "RESULTS.md").write_text("\n".join(parts))


def conditions(results):
    """What it was measured on and with."""
    lines = [f"- {name}: {value}" for name, value in results["machine"].items()]
    server = ", ".join(f"`{name} = {value}`" for name, value in results["server"].items())
    lines.append(f"- server settings that differ from PostgreSQL's own: {server}")
    lines.append(f"- scale {results['scale']:g}, {results['runs']} repetitions, {results['jobs']} streams")
    lines += [f"- not measured: {name}: {why}" for name, why in results["missing"].items()]
    return "\n".join(lines) + "\n"


def summary(datasets):
    """The ratios that matter, a line each."""
    lines = ["## Ratios\n", row(["ratio", *(dataset["name"] for dataset in datasets)]), rule(len(datasets))]
    for title, over, over_figure, under, under_figure in SUMMARY:
        found = [ratio(dataset, over.NAME, over_figure, under.NAME, under_figure) for dataset in datasets]
        if any(found):
            lines.append(row([title, *map(shown, found)]))
    return "\n".join(lines) + "\n"


def section(dataset, names):
    """All figures of one data set."""
    counts = ", ".join(counted(dataset[noun + "s"], noun) for noun in ("file", "table", "row"))
    lines = [f"## {dataset['name']}\n", f"{dataset['title']} at scale 1; here: {counts}, "
             f"{dataset['bytes'] / 1e6:,.1f} MB of values.\n"]
    lines += [row(["peer", "runs", *(title for title, _ in COLUMNS)]), rule(len(COLUMNS) + 1)]
    measured = [name for name in names if figures.samples(dataset, name)]
    for name in measured:
        found = [shown(spans(dataset, name, figure)) for _, figure in COLUMNS]
        lines.append(row([f"`{name}`", len(figures.samples(dataset, name)), *found]))
    lines += failures(dataset)
    if outgrow.NAME in measured:
        lines += ["", "Phases of `outgrow move`: " + phases(dataset) + "."]
    return "\n".join(lines) + "\n"


def failures(dataset):
    """What the peers that failed said."""
    lines = []
    for name, entry in dataset["peers"].items():
        tries = len(entry["samples"]) + len(entry["failures"])
        for why in entry["failures"][:1]:
            lines += ["", f"`{name}` failed in {len(entry['failures'])} of {tries} runs: {' '.join(why.split())}"]
    return lines


def phases(dataset):
    """How long each phase took."""
    found = [(name, spans(dataset, outgrow.NAME, figures.phase(name))) for name in PHASES]
    return ", ".join(f"{name} {shown(times)}" for name, times in found if times)


def row(cells):
    """A line of a table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def rule(numbers):
    """The line below the head of a table: one column of words, then numbers."""
    return "|---|" + "--:|" * numbers
