"""The runs: the variants of a case in turn, again and again, each with a database of its own."""

import contextlib

from ..measure import Failed, run
from ..suite import say
from .sessions import Crew

TEMPLATE = "bench_case"


def measure(bed, module):
    """Measures an experiment; returns what the page needs, ready for JSON."""
    cases = module.cases(bed)
    say(f"{module.TITLE}")
    return {"key": key(module), "cases": [of_case(bed, case) for case in cases]}


def key(module):
    """The short name of an experiment, as BENCH_EXPERIMENTS takes it."""
    return module.__name__.rsplit(".", 1)[1]


def of_case(bed, case):
    """All variants in turn, each repetition beginning with another one."""
    with started(bed.server, case.server):
        prepare(bed.server, case)
        found = {variant.name: [] for variant in case.variants}
        for turn in range(bed.settings.runs):
            first = turn % len(case.variants)
            for variant in case.variants[first:] + case.variants[:first]:
                sample = once(bed.server, variant)
                found[variant.name].append({"turn": turn, **sample})
                say(f"  {turn + 1}/{bed.settings.runs}  {case.name}: {variant.name}: {sample['wall']:.2f} s")
        bed.server.drop_database(TEMPLATE)
    return {"name": case.name, "chosen": case.chosen, "variants": found}


@contextlib.contextmanager
def started(server, settings):
    """The server with other settings, where a case has some; as it was, afterwards."""
    if not settings:
        yield
        return
    server.restart(settings)
    try:
        yield
    finally:
        server.restart({name: None for name in settings})


def prepare(server, case):
    """Makes the database with which every variant begins."""
    url = server.fresh_database(TEMPLATE)
    lines(server, url, case.setup)


def lines(server, url, text):
    """Carries out lines that are not measured."""
    if text:
        run(server.psql(url, "-o", "/dev/null"), input=text)


def once(server, variant):
    """One measured run."""
    url = server.fresh_database(template=TEMPLATE)
    lines(server, url, variant.setup)
    with Crew(server, url, variant.opening, max(step.sessions for step in variant.steps)) as crew:
        server.sql("CHECKPOINT")
        before, written = server.cpu_seconds(), log(server)
        phases = {step.name: crew.carry_out(step) for step in variant.steps}
        after = server.cpu_seconds()
        cpu = after - before if None not in (before, after) else None
        return {"wall": sum(phases.values()), "server_cpu": cpu, "wal": log(server) - written, "phases": phases}


def log(server):
    """How much WAL the server has written, in bytes."""
    answer = server.sql("SELECT pg_current_wal_insert_lsn() - '0/0'").strip()
    if not answer:
        raise Failed("the server does not say how much WAL it has written")
    return int(answer)
