"""Runs programs and measures them: wall time, processor time of client and server, the client's peak memory."""

import contextlib
import glob
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

POLL = 0.01
"""Seconds between two looks at the memory of a running program."""


class Failed(Exception):
    """A program failed or did not do what it should have done."""


@dataclass
class Sample:
    """One measured run of one peer. Times in seconds, memory in bytes; None is unknown."""

    wall: float = 0.0
    client_cpu: float = 0.0
    server_cpu: float = None
    memory: int = 0
    phases: dict = field(default_factory=dict)

    def add_phase(self, name, seconds):
        """Adds to the seconds of a phase."""
        self.phases[name] = self.phases.get(name, 0.0) + seconds


class Meter:
    """Measures the steps of one run, one after the other; what happens between steps does not count.

    The whole run may take that many seconds.
    """

    def __init__(self, server, seconds):
        self.server = server
        self.seconds = seconds
        self.deadline = time.perf_counter() + seconds
        self.sample = Sample()
        self.before = server.cpu_seconds()
        self.after = None

    def step(self, phase, *pipelines, accept=(0,)):
        """Runs pipelines of commands at the same time, to their ends; returns what the last command wrote.

        Raises Failed with the program's own words.
        """
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            began = time.perf_counter()
            programs = [program for pipeline in pipelines for program in start(pipeline, out, err)]
            ended = self.wait(programs)
            wall = time.perf_counter() - began
            self.sample.wall += wall
            if phase:
                self.sample.add_phase(phase, wall)
            self.sample.client_cpu += sum(end.cpu for end in ended)
            self.sample.memory = max(self.sample.memory, sum(end.memory for end in ended))
            check(programs, err, accept)
            out.seek(0)
            return out.read()

    def aside(self, phase, *pipelines):
        """Measures something that is no part of the run, once that has ended: a phase of its own, and nothing else."""
        self.after = self.after or self.server.cpu_seconds()
        kept = (self.sample.wall, self.sample.client_cpu, self.sample.memory)
        self.step(phase, *pipelines)
        self.sample.wall, self.sample.client_cpu, self.sample.memory = kept

    def wait(self, programs):
        """Waits for all programs; kills those that are left when time is up or the user interrupts."""
        watch = Watch(programs, self.deadline)
        try:
            ended = [wait(program, watch) for program in programs]
        finally:
            watch.stop()
            kill(programs)
            for program in programs:
                program.wait()
        if watch.late:
            raise Failed(f"stopped after {self.seconds:.0f} seconds")
        return ended

    def finish(self):
        """The sample, with the server's processor time."""
        after = self.after or self.server.cpu_seconds()
        if after is not None and self.before is not None:
            self.sample.server_cpu = after - self.before
        return self.sample


@dataclass
class End:
    """What one program used."""

    cpu: float
    memory: int


def start(pipeline, out, err):
    """Starts the commands of a pipeline, each with the output of the one before it."""
    programs = []
    source = subprocess.DEVNULL
    for position, command in enumerate(pipeline):
        last = position + 1 == len(pipeline)
        program = subprocess.Popen(command, stdin=source, stdout=out if last else subprocess.PIPE, stderr=err)
        if position:
            source.close()
        source = program.stdout
        programs.append(program)
    return programs


def wait(program, watch):
    """Waits for one program."""
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    # A program inherits the peak that this one had when it was forked, so the kernel's own
    # figure for the program's memory is better where there is one.
    unit = 1 if sys.platform == "darwin" else 1024
    return End(cpu=usage.ru_utime + usage.ru_stime, memory=watch.memory(program) or usage.ru_maxrss * unit)


class Watch:
    """Follows running programs and what they start: their peak memory, and the time that they may take."""

    def __init__(self, programs, deadline):
        self.programs = programs
        self.deadline = deadline
        self.late = False
        self.peaks = {program.pid: {} for program in programs}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.follow, daemon=True)
        self.thread.start()

    def follow(self):
        """Looks until it is told to stop, first in short steps: a program can be a short one."""
        pause = POLL / 10
        while not self.ended.wait(pause):
            pause = min(POLL, pause * 1.5)
            for program, peaks in self.peaks.items():
                for pid in family(program):
                    peaks[pid] = max(peaks.get(pid, 0), peak_memory(pid))
            if time.perf_counter() > self.deadline and not self.late:
                self.late = True
                kill(self.programs)

    def memory(self, program):
        """The peak of a program, together with the peaks of those that it started."""
        return sum(self.peaks[program.pid].values())

    def stop(self):
        """Ends the looking."""
        self.ended.set()
        self.thread.join()


def kill(programs):
    """Ends the programs that still run. Popen.kill might take a program's end away from who waits for it."""
    for program in programs:
        if program.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(program.pid, signal.SIGKILL)


def family(pid):
    """A process and all that it started; only itself where the system does not tell."""
    found = [pid]
    for parent in found:
        for children in glob.glob(f"/proc/{parent}/task/*/children"):
            try:
                with open(children, encoding="ascii") as file:
                    found += [int(child) for child in file.read().split()]
            except OSError:
                pass
    return found


def peak_memory(pid):
    """The largest resident size that a running program has had, in bytes; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


def check(programs, err, accept):
    """Raises Failed if a program ended with a code that is not accepted."""
    for program in programs:
        if program.returncode not in accept:
            err.seek(0)
            words = err.read()[-2000:].decode(errors="replace").strip()
            name = os.path.basename(program.args[0])
            raise Failed(f"{name} ended with {program.returncode}: {words[-400:]}")


def run(command, accept=(0,), **options):
    """Runs a command that is not measured; returns its output. Raises Failed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode not in accept:
        name = os.path.basename(str(command[0]))
        raise Failed(f"{name} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout
