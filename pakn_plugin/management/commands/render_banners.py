"""Draw every placement's banner now: at the first deployment, after a restore, after a change of settings."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pakn_plugin.services import banner, banner_files


class Command(BaseCommand):
    """Prints how far it is; ends with an error where the disk is full or a banner cannot be drawn."""

    help = "Vẽ biểu ngữ của mọi nơi đặt vào PAKN_BANNER_ROOT và xoá những hình không còn dùng."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        error = banner.render_all(now, lambda done, total: self.stdout.write(f"{done}/{total}"))
        if error:
            raise CommandError(error)
        removed = banner_files.clean(now)
        self.stdout.write(f"Xong. Đã xoá {removed} mẫu hình không còn dùng.")
