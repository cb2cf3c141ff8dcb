"""Check that the history of every case is what was written: chains, daily anchors, their file outside the database."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pakn_plugin import conf
from pakn_plugin.models import Anchor, Case, Event
from pakn_plugin.queries import history
from pakn_plugin.queries.history import Finding, Seen


class Command(BaseCommand):
    """Prints one line a finding and ends with 1 where there is one; `--case` looks at one case's chain alone."""

    help = "Kiểm tra lịch sử: tìm sự kiện bị sửa, xóa, đổi chỗ, chèn, cắt đuôi và mốc bị viết lại."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchors", type=Path, metavar="TỆP", help="tệp mốc để đối chiếu (mặc định: tệp của hệ thống)"
        )
        parser.add_argument("--case", default="", metavar="MÃ", help="chỉ kiểm tra chuỗi của một phản ánh")

    def handle(self, *args: Any, case: str, anchors: Path | None, **options: Any) -> None:
        if case and not Case.objects.filter(code=case).exists():
            raise CommandError(f"Không có phản ánh mang mã {case}.")
        if anchors and not anchors.is_file():
            raise CommandError(f"Không có tệp {anchors}.")
        seen, faults = Seen(), 0
        for finding in self._findings(seen, case, anchors or Path(conf.get("ANCHOR_FILE"))):
            faults += 1
            self.stdout.write(f"{finding.where}: {finding.what}")
        if faults:
            raise CommandError(f"Lịch sử có {faults} chỗ không còn như lúc ghi.", returncode=1)
        self.stdout.write(_summary(seen, case))

    def _findings(self, seen: Seen, case: str, path: Path) -> Iterator[Finding]:
        total = 0 if case else Event.objects.count()
        yield from history.chain_findings(seen, case, lambda done: self._tell(done, total))
        if not case:
            yield from history.anchor_findings(seen)
            yield from history.file_findings(seen, path)

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"  {done}/{total} sự kiện")


def _summary(seen: Seen, case: str) -> str:
    chains = f"Lịch sử nguyên vẹn: {seen.events} sự kiện của {seen.cases} phản ánh"
    if case:
        return f"{chains}."
    last = Anchor.objects.order_by("-pk").first()
    open_ = Event.objects.filter(pk__gt=last.last_event_id if last else 0).count()
    day = f"mốc cuối ngày {last.day:%d/%m/%Y}" if last else "chưa có mốc nào"
    return f"{chains}; {seen.anchors} mốc, {seen.lines} dòng trong tệp; {day}, {open_} sự kiện chưa vào mốc."
