"""The PostgreSQL that all peers load: a cluster of its own, made for the run and removed after it."""

import os
from pathlib import Path

from . import machine
from .measure import run

DATABASE = "bench"


def configuration():
    """The settings that differ from PostgreSQL's own, name and value; RESULTS.md shows them."""
    buffers = min(2048, max(128, machine.memory_bytes() // 2**20 // 8))
    return {
        "shared_buffers": f"{buffers}MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "16GB",
        "checkpoint_timeout": "1h",
        "max_locks_per_transaction": "1024",
        "autovacuum": "off",
    }


class Server:
    """A running server. Use it in a `with`: it stops and goes away at the end, also after Ctrl-C."""

    def __init__(self, outgrow, folder):
        self.command = [str(outgrow), "server", "--data", str(folder)]

    def __enter__(self):
        self.destroy()
        try:
            self.start()
        except BaseException:
            self.destroy()
            raise
        return self

    def __exit__(self, *_):
        self.destroy()

    def start(self):
        """Makes the cluster with our settings."""
        run([*self.command, "start"])
        self.look()
        self.restart(configuration())

    def restart(self, settings):
        """Changes settings, by their names, and starts the server again; None takes a setting back."""
        for name, value in settings.items():
            self.sql(f"ALTER SYSTEM RESET {name}" if value is None else f"ALTER SYSTEM SET {name} = '{value}'")
        run([*self.command, "stop"])
        run([*self.command, "start"])
        self.look()

    def look(self):
        """Learns where the running server is and where its programs are."""
        self.url = run([*self.command, "url"]).strip()
        self.bin = Path("")
        self.bin = Path(self.sql("SELECT setting FROM pg_config WHERE name = 'BINDIR'").strip())
        self.version = self.sql("SHOW server_version").strip()
        self.pid = int(self.sql("SELECT pg_read_file('postmaster.pid')").split()[0])

    def destroy(self):
        """Stops the server and removes its folder, if they are there."""
        run([*self.command, "destroy", "--yes"])

    def program(self, name):
        """A program of the server's own version; the one in PATH may be a slow wrapper."""
        path = self.bin / name
        return str(path) if path.is_file() else name

    def psql(self, url, *more):
        """The command that runs psql quietly until the first error."""
        return [self.program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, *more]

    def sql(self, statement, url=None):
        """Asks the server; returns lines with | between columns."""
        return run(self.psql(url or self.url, "-At", "-c", statement))

    def fresh_database(self, name=DATABASE, template=None):
        """A database, empty or like another, after a checkpoint, so that no run pays for the one before it; returns its URL."""
        self.drop_database(name)
        self.sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY file_copy" if template else ""))
        self.sql("CHECKPOINT")
        return self.url.rsplit("/", 1)[0] + "/" + name

    def drop_database(self, name):
        """Drops a database that may not be there."""
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def cpu_seconds(self):
        """Processor time of all the server's processes since it began, ended ones included; None if unknown."""
        try:
            stats = {pid: stat(pid) for pid in pids()}
        except OSError:
            return None
        if not stats.get(self.pid):
            return None
        own = [fields for pid, fields in stats.items() if fields and (pid == self.pid or fields[1] == str(self.pid))]
        ticks = sum(int(fields[11]) + int(fields[12]) for fields in own)
        ended = stats[self.pid]
        return (ticks + int(ended[13]) + int(ended[14])) / os.sysconf("SC_CLK_TCK")


def pids():
    """All processes that /proc shows."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def stat(pid):
    """The fields of /proc/PID/stat after the name, from the state on; None if the process has gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
