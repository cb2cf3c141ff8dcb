"""The whole site on one machine: database, demo content, static files, then web and worker until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pakn_plugin.models import Case

READY_SECONDS = 60
ROLES = [
    ("admin", "quản trị hệ thống"),
    ("editor, chief-editor", "biên tập viên, người duyệt tin"),
    ("operator, operator-leader", "đầu mối tiếp nhận"),
    ("coordinator-…, officer-…, leader-… (xaydung, moitruong, nhatrang)", "đầu mối, cán bộ, lãnh đạo đơn vị"),
    ("reviewer, supervisor", "rà soát, theo dõi"),
    ("agency-admin-xaydung, webmaster-moitruong", "quản trị đơn vị, quản trị trang thông tin"),
    ("an@example.vn, binh@example.vn", "người dân (đăng nhập ở /tai-khoan/)"),
]


class Command(BaseCommand):
    """`make run` ends here. A second start keeps the data and only checks that nothing is missing."""

    help = "Chuẩn bị dữ liệu và chạy trang cùng tiến trình nền trên máy này."

    def handle(self, *args: Any, **options: Any) -> None:
        port = os.environ.get("PORT", "8000")
        os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
        self._prepare()
        children = [self._web(port), self._worker()]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self._wait_until_ready(port, children)
            self._greet(port)
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
            raise CommandError("web or worker has stopped; see the lines above")
        except KeyboardInterrupt:
            self.stdout.write("\nĐang dừng…")
        finally:
            _stop(children)

    def _prepare(self) -> None:
        Path(settings.VAR).mkdir(exist_ok=True)
        self._step("Cơ sở dữ liệu")
        call_command("migrate", verbosity=0)
        self._step("Phông chữ và tệp tĩnh")
        call_command("build_fonts", verbosity=0)
        self._collect_static()
        if not Case.objects.exists():
            self._step("Dữ liệu trình diễn")
            call_command("load_demo")

    def _collect_static(self) -> None:
        """Collect only when a source is newer than the last collection: it takes most of a start's time."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        sources = [settings.ROOT / name for name in ("static", "pakn_plugin", "home", "news", "requirements.txt")]
        files = [file for source in sources for file in ([source] if source.is_file() else source.rglob("static/**/*"))]
        files += list((settings.ROOT / "static").rglob("*"))
        newest = max(file.stat().st_mtime for file in files)
        if not stamp.exists() or stamp.stat().st_mtime < newest:
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.touch()

    def _web(self, port: str) -> subprocess.Popen[bytes]:
        return _start(
            "-m", "gunicorn", "config.wsgi", "--pythonpath", str(settings.ROOT / "site"), "--chdir", str(settings.ROOT),
            "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--log-level", "warning",
        )  # fmt: skip

    def _worker(self) -> subprocess.Popen[bytes]:
        return _start(str(settings.ROOT / "manage.py"), "qcluster")

    def _wait_until_ready(self, port: str, children: list[subprocess.Popen[bytes]]) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and all(child.poll() is None for child in children):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise CommandError(f"the site did not answer on port {port}; is the port in use?")

    def _greet(self, port: str) -> None:
        base = f"http://127.0.0.1:{port}"
        lines = ["", f"Trang thông tin      {base}/", f"Gửi phản ánh         {base}/phan-anh/gui/"]
        lines += [f"Tra cứu              {base}/phan-anh/tra-cuu/", f"Quản trị             {base}/admin/", ""]
        password = getattr(settings, "DEMO_PASSWORD", "")
        lines += [f"Tài khoản trình diễn (mật khẩu {password}):"] if password else []
        lines += [f"  {names} – {what}" for names, what in ROLES] if password else []
        self.stdout.write("\n".join([*lines, "", "Nhấn Ctrl-C để dừng."]))

    def _step(self, name: str) -> None:
        self.stdout.write(f"· {name}")


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *arguments], start_new_session=True)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
