"""A real browser against the real thing: `run_site` in a process of its own, with worker, files and mails."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from home.art import case_photo, draw

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
START_SECONDS = 480
PATIENCE_MS = 30_000  # the other parts of the suite run beside this one
expect.set_options(timeout=PATIENCE_MS)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's own folder: database, photos, static files, mails (PAKN_VAR: that of a running site)."""
    if os.environ.get("PAKN_VAR"):
        return Path(os.environ["PAKN_VAR"])
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="session")
def site(var: Path) -> Iterator[str]:
    """The address of a freshly started site with demo content and a worker (PAKN_SITE: of one that runs already)."""
    if os.environ.get("PAKN_SITE"):
        yield os.environ["PAKN_SITE"]
        return
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    environment |= {
        "PORT": str(port),
        "VAR_DIR": str(var),
        "QUIET_HOURS": "off",
        "EMAIL_URL": f"filemail:///{var / 'mails'}",
        "BASE_URL": f"http://127.0.0.1:{port}",
    }
    log = (var / "log.txt").open("w")
    command = [sys.executable, str(ROOT / "manage.py"), "run_site"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base + "/healthz", process, var / "log.txt")
        yield base
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that PAKN_CHROMIUM names."""
    path = os.environ.get("PAKN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium on this machine"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A new person at a new browser: `person("desktop", dark=False)` gives a page; nothing is shared between two."""
    contexts: list[BrowserContext] = []

    def arrive(size: str = "desktop", dark: bool = False, javascript: bool = True) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            # Counters leave robots out, and a headless browser says that it is one.
            user_agent="Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            is_mobile=size == "phone",
            has_touch=size == "phone",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def shot() -> Callable[..., None]:
    """Save a picture of a page under a name; PAKN_SCREENSHOTS names the folder (the README shows docs/images)."""
    folder = Path(os.environ.get("PAKN_SCREENSHOTS") or ROOT / "build" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str, whole: bool = False) -> None:
        page.wait_for_load_state("networkidle")
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=folder / f"{name}.png", full_page=whole)

    return take


class Portal(SimpleHTTPRequestHandler):
    """Serves files with the headers that the folder's `headers.json` names for each."""

    def end_headers(self) -> None:
        rules = json.loads((Path(self.directory) / "headers.json").read_text())
        for name, value in rules.get(self.path.lstrip("/"), {}).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the suite's own output is read by people."""


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Another origin: `portal(name, html, {header: value})` publishes a page there and returns its address."""
    rules: dict[str, dict[str, str]] = {}
    (tmp_path / "headers.json").write_text("{}")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Portal, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def publish(name: str, html: str, headers: dict[str, str] | None = None) -> str:
        rules[f"{name}.html"] = headers or {}
        (tmp_path / "headers.json").write_text(json.dumps(rules))
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
        return f"http://localhost:{server.server_port}/{name}.html"

    yield publish
    server.shutdown()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files that people have on their devices."""
    folder = tmp_path_factory.mktemp("pictures")
    drawn = {
        "news": draw("lighthouse", seed=3),
        "one": case_photo("lamp", 11),
        "two": case_photo("sidewalk", 12),
        "after": case_photo("lamp", 11, after=True),
    }
    for name, picture in drawn.items():
        picture.save(folder / f"{name}.jpg", quality=85)
    return {name: folder / f"{name}.jpg" for name in drawn}
