"""Citizens' accounts: what they are called, who may not use this door, when an address counts as confirmed."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def split_name(name: str) -> tuple[str, str]:
    """Family and middle names, and the given name, which stands last."""
    *family, given = name.split() or [""]
    return " ".join(family), given


def is_staff_member(user: Any) -> bool:
    """Whoever may open the admin signs in there, with its second factor, and not by e-mail here."""
    return bool(user.is_staff or user.is_superuser or user.has_perm("wagtailadmin.access_admin"))


class AccountAdapter(DefaultAccountAdapter):
    """The site's rules for the account library."""

    def generate_unique_username(self, txts: list[str | None], regex: str | None = None) -> str:
        """A random name: one made from the address would give it away."""
        return f"nd-{secrets.token_hex(8)}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Refuse staff, and say so only to someone who knows the password."""
        user = super().authenticate(request, **credentials)
        if user is not None and is_staff_member(user):
            raise ValidationError(_("Tài khoản của cán bộ đăng nhập tại trang quản trị, không đăng nhập tại đây."))
        return user

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account's page."""
        return self.get_login_redirect_url(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The account's page in the reader's language."""
        return reverse("account")

    get_signup_redirect_url = get_login_redirect_url
