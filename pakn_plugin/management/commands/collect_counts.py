"""Add the banner's counts up now; the worker does it every minute by itself."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from pakn_plugin.services import counting


class Command(BaseCommand):
    """Prints how many files were added up. Running it beside the worker counts nothing twice."""

    help = "Cộng số lượt hiện, lượt bấm của biểu ngữ đang chờ trong PAKN_BANNER_ROOT/counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="Cả phút đang chạy: chỉ dùng khi các máy chủ web đã dừng, ví dụ trước khi sao lưu.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ahead = counting.QUIET + timedelta(minutes=1) if options["all"] else timedelta()
        done = 0
        while number := counting.collect(timezone.now() + ahead):
            done += number
        self.stdout.write(f"Đã cộng {done} tệp.")
