"""`make bench`: how fast, on this machine, in one run; speeds count as ratios only.

CASES is the size of the large database (default 100,000). Every figure stands beside its target in build/bench.md.
`ONLY=banner make bench` measures the banner alone.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.scale.banner import banner
from tests.scale.machine import ROOT, Site, bare, create, postgresql
from tests.scale.play import Target, Times, interleave, ratio
from tests.scale.report import Report

CASES = int(os.environ.get("CASES", "100000"))
SMALL, MIDDLE, OPEN = 1_000, 10_000, 10_000
# Enough for the sweeps: of 10,000 cases that came in over the years, some hundred and fifty would be open.
STILL_OPEN = 2_000
ROUNDS, REQUESTS = 8, 40
BUDGETS = {"file_case": 10, "follow": 6, "list_first": 12, "reply": 12}
LISTS = ("list_first", "list_deep")
SEARCHES = ("search", "search_mixed")


def say(line: str) -> None:
    print(f"· {line}", flush=True)


def databases(url: str, folder: Path, report: Report) -> dict[str, Site]:
    """A database for each size, from one that holds registers and people; given ones are used as they are."""
    given = {key: os.environ.get(f"BENCH_{key.upper()}_URL", "") for key in ("small", "middle", "large", "open")}
    if all(given.values()):
        return {key: Site(key, address, folder) for key, address in given.items()}
    base = Site("base", create(url, "pakn_bench_base"), folder)
    base.manage("migrate", "-v0")
    base.manage("load_pakn_demo", "-v0")
    sites = {}
    sizes: dict[str, tuple[int, list[str]]] = {
        "small": (SMALL, []),
        "middle": (MIDDLE, ["--open", str(STILL_OPEN)]),
        "open": (OPEN + OPEN // 5, ["--open", str(OPEN)]),
        "large": (CASES, [] if CASES >= 200_000 else ["--open", str(STILL_OPEN)]),
    }
    for key, (number, more) in sizes.items():
        say(f"{key}: {number} cases")
        sites[key] = Site(key, create(url, f"pakn_bench_{key}", "pakn_bench_base"), folder)
        seconds = sites[key].manage("load_bulk", "--cases", str(number), *more)
    report.add("load_bulk", f"{CASES:,} cases", f"{seconds:.0f} s", "1,000,000 in ≤ 900 s", seconds / CASES <= 9e-4)
    return sites


def over_http(sites: dict[str, Site], report: Report) -> None:
    """Requests: statements, and times beside a bare view and on the smallest and the largest database."""
    with ExitStack() as stack:
        plain = stack.enter_context(bare())
        bases = {key: stack.enter_context(sites[key].served()) for key in ("small", "large")}
        plans = {key: sites[key].plans(base) for key, base in bases.items()}
        for name in plans["large"]:
            say(name)
            rounds = ROUNDS if name != "reply" else 3
            targets = {"bare": Target(plain, {"path": "/"})}
            targets |= {key: Target(bases[key], plans[key][name]) for key in bases if name in plans[key]}
            interleave(list(targets.values()), rounds, REQUESTS)
            times = {key: target.times for key, target in targets.items()}
            _tell_request(name, times, report)


def _tell_request(name: str, times: dict[str, Times], report: Report) -> None:
    large = times["large"]
    limit = BUDGETS.get(name)
    report.request(name, times, limit, limit is None or large.sql() <= limit)
    if name in LISTS and "small" in times:
        found = large.p95() / times["small"].p95()
        report.add(f"{name}: p95 at {CASES:,} / at {SMALL:,}", "", f"{found:.2f}", "≤ 1.2", found <= 1.2)
    if name in SEARCHES and "small" in times:
        report.add(f"{name}: {CASES:,} / {SMALL:,}", "", f"{ratio(large, times['small']):.2f}", "", None)


def inside(sites: dict[str, Site], report: Report) -> None:
    """Lives and sweeps on the middle and the large database, in turns; recomputing; verifying."""
    with sites["middle"].inside() as middle, sites["large"].inside() as large:
        pairs = [("middle", middle), ("large", large)]
        say("lives")
        found = _in_turns(pairs, 8, "lives", "15")
        times = {key: [each["ms"] for each in rows] for key, rows in found.items()}
        _compare(report, "one life of seven steps", times, "ms")
        say("sweeps")
        for _key, process in pairs:
            process.ask("settle")
        found = _in_turns(pairs, 5, "sweep", "200")
        times = {key: [1000 * each["seconds"] / max(1, each["done"]) for each in rows] for key, rows in found.items()}
        amounts = {key: sum(each["done"] for each in rows) for key, rows in found.items()}
        _compare(report, f"deadline sweep, per thing done ({amounts['middle']} and {amounts['large']})", times, "ms")
        say("verify_history")
        found_all = middle.ask("verify")
        report.add("verify_history", f"{found_all['events']:,} events", f"{found_all['seconds']:.0f} s", "", None)
    say("a calendar change")
    with sites["open"].inside() as process:
        found_all = process.ask("recompute")
        say("a reorganisation")
        moved = process.ask("reorganise")
        print(json.dumps({"scenario": "reorganise", **moved}), flush=True)
    words = f"{found_all['open']:,} open deadlines, {found_all['moved']:,} cases moved"
    seconds = found_all["seconds"]
    report.add("calendar change", words, f"{seconds:.0f} s", "10,000 in < 60 s", seconds < 60)
    words = f"{moved['moved']:,} open cases to new agencies; taken back in {moved['undo']:.0f} s"
    report.add("reorganisation", words, f"{moved['seconds']:.0f} s", "10,000 in < 60 s", moved["seconds"] < 60)


def _in_turns(pairs: list[tuple[str, Any]], rounds: int, *words: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {key: [] for key, _process in pairs}
    for _key, process in pairs:
        process.ask(*words)
    for index in range(rounds):
        for key, process in pairs if index % 2 == 0 else reversed(pairs):
            found[key].append(process.ask(*words))
    return found


def _compare(report: Report, what: str, times: dict[str, list[float]], unit: str) -> None:
    both = {key: statistics.median(rows) for key, rows in times.items()}
    found = statistics.median(b / a for a, b in zip(times["middle"], times["large"], strict=True))
    words = f"{both['middle']:.1f} {unit} at {MIDDLE:,}, {both['large']:.1f} {unit} at {CASES:,}"
    report.add(what, words, f"{found:.2f}", "≤ 1.3", found <= 1.3)


def main() -> int:
    """Measure everything and write the report; 1 where an answer was wrong or a target was missed."""
    began, report = time.monotonic(), Report(CASES)
    try:
        with postgresql() as url, tempfile.TemporaryDirectory(prefix="pakn-bench-") as folder:
            if os.environ.get("ONLY", "") != "banner":
                sites = databases(url, Path(folder), report)
                over_http(sites, report)
                inside(sites, report)
            banner(url, Path(folder), report, say)
    finally:
        report.add("the whole run", "", f"{time.monotonic() - began:.0f} s", "", None)
        keep(report)
    return 0 if report.met else 1


def keep(report: Report) -> None:
    """Write and print what was measured: also where a later part broke off."""
    text = report.markdown()
    out = ROOT / "build"
    out.mkdir(exist_ok=True)
    (out / "bench.md").write_text(text, encoding="utf-8")
    (out / "bench.json").write_text(json.dumps(report.rows, indent=1, ensure_ascii=False), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    sys.exit(main())
