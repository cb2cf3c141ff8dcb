"""Many realistic cases at once, to measure with."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pakn_plugin.bulk.load import load

TELL_EVERY = 2.0


class Command(BaseCommand):
    """Refuses where no demo password is set: a real system never gets invented cases."""

    help = (
        "Tạo nhiều phản ánh giả lập như thật để đo tốc độ. Chỉ chạy nơi có đặt DEMO_PASSWORD (hệ thống thử), "
        "không bao giờ trên hệ thống thật. Cần có sẵn danh mục và cán bộ (load_pakn_demo). Chạy lại thì thêm phản ánh "
        "mới, không sửa phản ánh đã có."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, required=True, help="số phản ánh cần tạo")
        parser.add_argument("--seed", type=int, default=3, help="hạt giống của các số ngẫu nhiên (mặc định: 3)")
        parser.add_argument("--workers", type=int, default=2, help="số tiến trình (mặc định: 2; SQLite: luôn là 1)")
        parser.add_argument(
            "--open", type=int, default=None, help="số phản ánh còn đang xử lý; mặc định: theo thời gian tự nhiên"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO_PASSWORD", ""):
            raise CommandError("DEMO_PASSWORD chưa được đặt: đây có thể là hệ thống thật, không tạo phản ánh giả lập.")
        if options["cases"] < 1 or options["workers"] < 1:
            raise CommandError("--cases và --workers phải là số dương.")
        began = time.monotonic()
        progress = Progress(self.stdout, began)
        try:
            rows = load(
                options["cases"], options["seed"], options["workers"], options["open"], timezone.now(), progress.tell
            )
        except (LookupError, ValueError) as error:
            raise CommandError(f"Không tạo được: {error}.") from error
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{options['cases']} phản ánh, {rows} dòng trong {seconds:.0f} giây "
            f"({options['cases'] / seconds:.0f} phản ánh/giây, {rows / seconds:.0f} dòng/giây)."
        )


class Progress:
    """A line now and then: how many are done, how fast, how long it will still take."""

    def __init__(self, out: Any, began: float) -> None:
        self.out, self.began, self.told = out, began, 0.0

    def tell(self, done: int, total: int) -> None:
        """Hear how far the work is."""
        now = time.monotonic()
        if now - self.told < TELL_EVERY and done < total:
            return
        self.told = now
        rate = done / (now - self.began) if done else 0.0
        left = f"{(total - done) / rate:.0f}" if rate else "?"
        self.out.write(f"  {done}/{total} ({100 * done / total:.0f} %), {rate:.0f} phản ánh/giây, còn {left} giây")
        self.out.flush()
