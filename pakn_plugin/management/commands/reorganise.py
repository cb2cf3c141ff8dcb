"""A dated merger, split or renaming of agencies and communes: dry run, execution, undoing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pakn_plugin.access import SYSTEM
from pakn_plugin.models import Reorganisation
from pakn_plugin.queries import dry_run
from pakn_plugin.queries.fates import fates_of
from pakn_plugin.queries.touches import TOUCHED
from pakn_plugin.reorganising.plan import BadPlan, How
from pakn_plugin.services import reorganisation, reorganised_undo
from pakn_plugin.services.reorganisation import Checked, Refused
from pakn_plugin.services.reorganised_log import COUNTED

FAULTY, REFUSED = 2, 3


class Command(BaseCommand):
    """Ends with 0 when done, 2 for a faulty plan, 3 where it is refused; nothing is changed then."""

    help = (
        "Sắp xếp cơ quan, xã, phường theo một tệp kế hoạch (TOML). --dry-run chỉ cho xem; --undo hoàn tác trong ngày. "
        "Mã kết thúc: 0 xong, 2 kế hoạch có lỗi, 3 bị từ chối."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", nargs="?", type=Path, metavar="KẾ_HOẠCH", help="tệp kế hoạch (TOML)")
        parser.add_argument("--dry-run", action="store_true", help="chỉ cho xem những gì sẽ thay đổi")
        parser.add_argument("--boundaries", type=Path, metavar="TỆP", help="ranh giới xã, phường mới (GeoJSON)")
        parser.add_argument("--page", type=int, default=1, help="trang của danh sách khi chạy thử (mặc định: 1)")
        parser.add_argument("--undo", type=int, metavar="SỐ", help="hoàn tác lần sắp xếp có số này")

    def handle(self, *args: Any, plan: Path | None, undo: int | None, **options: Any) -> None:
        try:
            if undo is not None:
                self._undo(undo)
            elif plan is None:
                raise CommandError("Hãy nêu tệp kế hoạch, hoặc --undo SỐ.")
            else:
                self._plan(plan, options["boundaries"], options["dry_run"], max(1, options["page"]))
        except BadPlan as bad:
            for fault in bad.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"Kế hoạch có {len(bad.faults)} lỗi; chưa có gì thay đổi.", returncode=FAULTY) from bad
        except (Refused, ValidationError) as refused:
            raise CommandError(f"{refused} Chưa có gì thay đổi.", returncode=REFUSED) from refused

    def _undo(self, pk: int) -> None:
        if not Reorganisation.objects.filter(pk=pk).exists():
            raise CommandError(f"Không có lần sắp xếp số {pk}.", returncode=REFUSED)
        row = reorganised_undo.undo(pk, SYSTEM, timezone.now())
        self.stdout.write(f"Đã hoàn tác lần sắp xếp số {row.pk}: {row}.")

    def _plan(self, path: Path, boundaries: Path | None, dry: bool, page: int) -> None:
        text, shapes = _read(path), _read(boundaries) if boundaries else ""
        now = timezone.now()
        checked = reorganisation.check(text, shapes, now)
        for fault in checked.warnings:
            self.stderr.write(f"Lưu ý: {fault}")
        if dry:
            self._show(checked, page)
            return
        row = reorganisation.propose(SYSTEM, text, shapes, now)
        try:
            row = reorganisation.execute(row.pk, SYSTEM, now, self._tell)
        except Exception:
            Reorganisation.objects.filter(pk=row.pk, status=Reorganisation.Status.PLANNED).delete()
            raise
        self._done(row)

    def _show(self, checked: Checked, page: int) -> None:
        plan, now = checked.plan, timezone.now()
        fates = fates_of(plan, checked.boundaries)
        found = dry_run.totals(fates, now)
        self.stdout.write(f"CHẠY THỬ – {plan.title} ({plan.document}), hiệu lực {plan.effective:%d/%m/%Y}")
        self.stdout.write(f"  {len(fates.agencies)} cơ quan và {len(fates.areas)} xã, phường kết thúc hoạt động;")
        self.stdout.write(f"  {len(plan.agencies)} cơ quan và {len(plan.communes)} xã, phường mới.")
        for what in dry_run.KINDS:
            number, people = found.rows.get(what, 0), found.for_people.get(what, 0)
            if number:
                more = f", {people} cần người xem hoặc quyết định" if people else ""
                self.stdout.write(f"{TOUCHED[what]}: {number}{more}")
                self._rows(fates, what, page)
        for how, number in sorted(found.cases.items()):
            self.stdout.write(f"Phản ánh {How(how).label}: {number}")
        self.stdout.write("Chưa có gì thay đổi.")

    def _rows(self, fates: Any, what: str, page: int) -> None:
        after, found = 0, None
        for _number in range(page):
            found = dry_run.page(fates, what, timezone.now(), after)
            after = found.after
            if not after:
                break
        for touch in found.rows if found else ():
            self.stdout.write(f"  {touch.label}: {touch.source} → {touch.target} ({touch.how.label})")
        if after:
            self.stdout.write(f"  … còn nữa: --page {page + 1}")

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"  {done}/{total} phản ánh")

    def _done(self, row: Reorganisation) -> None:
        self.stdout.write(f"Đã thực hiện: {row}. Số: {row.pk}.")
        for what in COUNTED:
            if row.counts.get(what):
                self.stdout.write(f"  {TOUCHED[what]}: {row.counts[what]}")
        waiting = row.counts.get("undecided", 0)
        if waiting:
            self.stdout.write(f"  {waiting} phản ánh chờ đầu mối phân lại (mục “Chờ phân lại sau sắp xếp”).")
        self.stdout.write(f"Hoàn tác được đến hết hôm nay: manage.py reorganise --undo {row.pk}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Không đọc được tệp {path}: {error}.", returncode=FAULTY) from error
