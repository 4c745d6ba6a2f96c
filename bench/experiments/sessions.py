"""Sessions: each is a psql that stays connected and is given lines."""

import subprocess
import threading
import time

from ..measure import Failed

END = "outgrow-experiment-end"


class Session:
    """One psql. Lines go in; what it says comes back by standard error, which is not buffered."""

    def __init__(self, server, url, opening):
        self.program = subprocess.Popen(
            server.psql(url, "-o", "/dev/null"),
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        self.do("SET client_min_messages = error;\n" + opening)

    def do(self, lines):
        """Carries out lines to their end. Raises Failed with psql's own words."""
        try:
            self.program.stdin.write(f"{lines}\n\\warn {END}\n")
            self.program.stdin.flush()
        except BrokenPipeError:
            pass
        said = []
        for line in self.program.stderr:
            if line.strip() == END:
                return
            said.append(line.strip())
        raise Failed(f"psql ended: {' '.join(said)[-400:]}")

    def close(self):
        """Ends psql, whatever it is doing."""
        self.program.kill()
        self.program.wait()
        for pipe in (self.program.stdin, self.program.stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass


class Crew:
    """Sessions that carry out the jobs of a step side by side. Use it in a `with`."""

    def __init__(self, server, url, opening, sessions):
        self.url = url
        self.sessions = []
        try:
            for _ in range(sessions):
                self.sessions.append(Session(server, url, opening))
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends all sessions."""
        for session in self.sessions:
            session.close()

    def carry_out(self, step):
        """Carries out a step; returns its seconds. Raises Failed."""
        work = Work(step, self.url)
        threads = [threading.Thread(target=work.take_part, args=(one,), daemon=True) for one in self.sessions[:step.sessions]]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
        if work.failure:
            raise work.failure
        return seconds


class Work:
    """The jobs of a step, shared by the sessions."""

    def __init__(self, step, url):
        self.pick = step.pick or (lambda ready, _running: ready[0])
        self.url = url
        self.waiting = list(step.jobs)
        self.names = {job.name for job in step.jobs}
        self.running = []
        self.ended = set()
        self.failure = None
        self.change = threading.Condition()

    def take_part(self, session):
        """One session, until nothing is left to begin."""
        while (job := self.begin()) is not None:
            failure = attempt(job, session, self.url)
            with self.change:
                self.failure = self.failure or failure
                self.running.remove(job)
                self.ended.add(job.name)
                self.change.notify_all()

    def begin(self):
        """The next job, waiting until one can begin; None when there is none left."""
        with self.change:
            while self.waiting and not self.failure:
                ready = [job for job in self.waiting if self.can_begin(job)]
                if ready:
                    job = self.pick(ready, self.running)
                    self.waiting.remove(job)
                    self.running.append(job)
                    return job
                self.change.wait()
            return None

    def can_begin(self, job):
        """Whether what it waits for has ended, and nobody is at its table who excludes it."""
        if any(name in self.names and name not in self.ended for name in job.after):
            return False
        return not any(job.table == other.table and (job.alone or other.alone) for other in self.running)


def attempt(job, session, url):
    """Carries out one job; returns the failure, if it fails."""
    try:
        if job.call:
            job.call(url)
        else:
            session.do(job.sql)
    except (Failed, OSError) as failure:
        return failure
    return None
