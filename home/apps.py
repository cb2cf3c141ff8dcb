"""The public shell of the province's site."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Accounts, pictures, front page, navigation, search."""

    name = "home"
    verbose_name = "Trang chủ và tài khoản"

    def ready(self) -> None:
        """Connect the receivers."""
        from home import signals  # noqa: F401
