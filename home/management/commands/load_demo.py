"""The whole demo: the site's pages and newsroom, then the plugin's cases."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from home.demo import load_site
from home.models import User


class Command(BaseCommand):
    """Loading it twice changes nothing. Refuses where no demo password is set, as in production."""

    help = "Nạp dữ liệu trình diễn của cổng thông tin và của phân hệ phản ánh; chạy lại không làm thay đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        password = getattr(settings, "DEMO_PASSWORD", "")
        if not password:
            raise CommandError(
                "Không nạp dữ liệu trình diễn: DEMO_PASSWORD chưa được đặt. "
                "Tài khoản trình diễn có mật khẩu ai cũng biết, nên không dùng cho hệ thống thật."
            )
        self.stdout.write("  Trang, tin bài, tranh minh họa")
        with transaction.atomic():
            load_site(password, timezone.localdate())
        call_command("load_pakn_demo", stdout=self.stdout)
        with transaction.atomic():
            _confirm_addresses()


def _confirm_addresses() -> None:
    """Citizens of the demo can sign in at once: the account library keeps confirmed addresses in its own table."""
    for user in User.objects.filter(is_staff=False, email__endswith="@example.vn").exclude(email_verified_at=None):
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
