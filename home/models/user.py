"""The site's account: staff sign in by user name, citizens by e-mail."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class User(AbstractUser):
    """An account. Two accounts never share an e-mail address, whatever its case."""

    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("số điện thoại", max_length=16, blank=True)
    email_verified_at = models.DateTimeField("xác nhận thư điện tử lúc", null=True, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="home_user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """Vietnamese order: family name first."""
        return f"{self.last_name} {self.first_name}".strip()
