"""From samples to the figures that are shown: medians, spans and ratios."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Span:
    """What repetitions gave."""

    low: float
    middle: float
    high: float


def span(values):
    """The span of the values that are known; None if there is none."""
    known = [value for value in values if value is not None]
    return Span(min(known), median(known), max(known)) if known else None


def samples(dataset, name):
    """The samples of a peer; none if it did not run or always failed."""
    entry = dataset["peers"].get(name)
    return entry["samples"] if entry else []


def spans(dataset, name, figure):
    """The span of a figure of a peer, where `figure` takes data set and sample."""
    return span([figure(dataset, sample) for sample in samples(dataset, name)])


def ratio(dataset, over, over_figure, under, under_figure):
    """The span of the ratios of two figures, repetition by repetition."""
    turns = {sample["turn"]: sample for sample in samples(dataset, under)}
    pairs = [(sample, turns[sample["turn"]]) for sample in samples(dataset, over) if sample["turn"] in turns]
    return span([quotient(over_figure(dataset, a), under_figure(dataset, b)) for a, b in pairs])


def quotient(over, under):
    """One by the other, if both are known."""
    return over / under if over is not None and under else None


def wall(_dataset, sample):
    """Seconds from the empty database to the end."""
    return sample["wall"]


def load(_dataset, sample):
    """Seconds for the rows alone."""
    return sample["phases"].get("load")


def load_and_rest(_dataset, sample):
    """Seconds for rows, keys and statistics."""
    phases = sample["phases"]
    return sum(phases.get(name, 0) for name in ("load", "keys", "statistics")) if "load" in phases else None


def phase(name):
    """Seconds of a phase."""
    return lambda _dataset, sample: sample["phases"].get(name)


def rows_per_second(dataset, sample):
    """Rows of SQLite a second, over all."""
    return dataset["rows"] / sample["wall"]


def megabytes_per_second(dataset, sample):
    """Megabytes (10^6) of SQLite's values a second, over all."""
    return dataset["bytes"] / 1e6 / sample["wall"]


def megabytes_per_second_of_load(dataset, sample):
    """Megabytes (10^6) of SQLite's values a second, of the seconds for the rows alone."""
    return quotient(dataset["bytes"] / 1e6, load(dataset, sample))


def client_cpu(_dataset, sample):
    """Processor seconds of the client's programs."""
    return sample["client_cpu"]


def server_cpu(_dataset, sample):
    """Processor seconds of the server."""
    return sample["server_cpu"]


def memory(_dataset, sample):
    """Megabytes (10^6) that the client's programs had at most."""
    return sample["memory"] / 1e6


def counted(count, noun):
    """A count with its noun, whose plural ends in s."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def number(value):
    """Three digits that count; whole above a hundred."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"


def shown(found):
    """A span for people: the median, and the ends where they differ from it."""
    if not found:
        return "–"
    low, middle, high = (number(value) for value in (found.low, found.middle, found.high))
    return middle if low == high else f"{middle} ({low}–{high})"
