"""The banner in `make bench`: served beside a bare view and nginx, drawn one by one, and 500 placements drawn again."""

import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests import nginx
from tests.scale.flood import Address, interleave, per_second, share
from tests.scale.machine import WORKERS, Inside, Site, bare, create
from tests.scale.report import Report

ROUNDS, REQUESTS = int(os.environ.get("ROUNDS", "12")), 600
PLACEMENTS = 500


def banner(url: str, folder: Path, report: Report, say: Callable[[str], None]) -> None:
    """Everything of the banner, on a database of its own that holds placements alone."""
    say(f"banner: {PLACEMENTS} placements")
    site = Site("banner", create(url, "pakn_bench_banner"), folder)
    site.env["PAKN_SQL_HEADERS"] = "0"
    site.manage("migrate", "-v0")
    with site.inside() as process:
        key = process.ask("placements", str(PLACEMENTS))["key"]
        _drawing(process, report, say)
        _again(process, report, say)
    say("banner: serving")
    _serving(site, key, report)


def _drawing(process: Inside, report: Report, say: Callable[[str], None]) -> None:
    say("banner: drawing")
    found = process.ask("draw", "3")
    words = f"median {found['median']:.0f} ms; {found['files']} files a look"
    report.add("one banner picture drawn and written, p95", words, f"{found['p95']:.0f} ms", "", None)
    report.add("one look drawn: all sizes and forms", "", f"{found['look']:.2f} s", "", None)


def _again(process: Inside, report: Report, say: Callable[[str], None]) -> None:
    for word, what in (
        ("first", "never drawn before"),
        ("changed", "another design each, drawn before"),
        ("same", "nothing changed"),
    ):
        say(f"banner: {PLACEMENTS} placements, {what}")
        found = process.ask("redraw", word)
        size = f"{found['done']}/{found['total']} placements, {found['looks']} looks, {found['steps']} batches; {what}"
        report.add("placements drawn again", size, f"{found['seconds']:.1f} s", "", None)


def _serving(site: Site, key: str, report: Report) -> None:
    path = f"/banner/v1/{key}/728x90.png"
    root = site.var / "banners"
    picture = root / "v1" / key / "728x90.png"
    with ExitStack() as stack:
        plain = stack.enter_context(bare(picture))
        ours = stack.enter_context(site.served())
        addresses = {
            "bare": Address(plain, "/picture"),
            "banner": Address(ours, path, headers={"Referer": "https://sxd.example.vn/"}),
            "again": Address(ours, path, 304, {"If-None-Match": "*"}),
            "click": Address(ours, f"/b/{key}", 302),
            "page": Address(plain, "/"),
        }
        if nginx.installed():
            os.chmod(site.var.parent, 0o755)  # noqa: PTH101
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pakn-nginx-")))
            addresses["nginx"] = Address(stack.enter_context(nginx.nginx(place, root, workers=WORKERS)), path)
        interleave(list(addresses.values()), ROUNDS, REQUESTS)
    _tell(addresses, report)


def _tell(found: dict[str, Address], report: Report) -> None:
    rates = {name: f"{per_second(address):.0f} requests/s" for name, address in found.items()}
    image, click = share(found["banner"], found["bare"]), share(found["click"], found["page"])
    words = f"{rates['banner']}; bare view with the same bytes {rates['bare']}"
    report.add("banner picture / bare view", words, f"{image:.2f}", "≥ 0.8", image >= 0.8)
    again = share(found["again"], found["bare"])
    report.add("banner picture that is known (304) / bare view", rates["again"], f"{again:.2f}", "", None)
    words = f"{rates['click']}; bare view {rates['page']}"
    report.add("click / bare view", words, f"{click:.2f}", "≥ 0.6", click >= 0.6)
    if "nginx" in found:
        figure = f"{share(found['banner'], found['nginx']):.2f}"
        report.add("banner picture / nginx serving the same file", rates["nginx"], figure, "", None)
    else:
        report.add("banner picture / nginx serving the same file", "nginx is not installed", "–", "", None)
