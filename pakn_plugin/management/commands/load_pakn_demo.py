"""Demo content of the plugin alone, for any host site."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pakn_plugin import demo


class Command(BaseCommand):
    """Refuses where no demo password is set: there the accounts would be an open door."""

    help = "Nạp dữ liệu trình diễn của phân hệ phản ánh, kiến nghị; chạy lại không làm thay đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        password = getattr(settings, "DEMO_PASSWORD", "")
        if not password:
            raise CommandError(
                "Không nạp dữ liệu trình diễn: DEMO_PASSWORD chưa được đặt. "
                "Tài khoản trình diễn có mật khẩu ai cũng biết, nên không dùng cho hệ thống thật."
            )
        demo.load(password, timezone.now(), tell=lambda line: self.stdout.write(f"  {line}"))
