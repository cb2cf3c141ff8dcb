"""A real nginx with the configuration of the how-to, on a free port; nothing of it stays."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "how-to" / "serve-banners-with-nginx.md"
# Nobody listens there: the application is down.
NOBODY = "127.0.0.1:9"


def installed() -> str | None:
    """Where nginx is."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def configuration(folder: Path, banners: Path, port: int, app: str, workers: int = 1) -> str:
    """The two blocks of the guide with the folders and ports of a test."""
    around, inside = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes {workers}; user root;\n"
        f"events {{}}\nhttp {{ {temporary} access_log off;\n{around}\n"
        f"server {{ listen 127.0.0.1:{port};\n{inside}\n}} }}\n"
    )
    text = text.replace("/srv/pakn/var/banners", str(banners)).replace("127.0.0.1:8000", app)
    return text.replace("/var/log/nginx/pakn-banner.log", f"{folder}/banner.log")


@contextmanager
def nginx(folder: Path, banners: Path, app: str = NOBODY, workers: int = 1) -> Iterator[str]:
    """Serve the banners of a folder; gives the address. Raises AssertionError where nginx refuses to start."""
    folder.mkdir(parents=True, exist_ok=True)
    port, file = free_port(), folder / "nginx.conf"
    text = configuration(folder, banners, port, app, workers)
    file.write_text(text if _is_root() else text.replace(" user root;", ""))
    command = [installed() or "nginx", "-c", str(file), "-p", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port, server, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _is_root() -> bool:
    return os.geteuid() == 0


def _wait(port: int, server: "subprocess.Popen[bytes]", folder: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    log = folder / "error.log"
    raise AssertionError(log.read_text() if log.exists() else "nginx did not start")
