"""Demo accounts: staff with their roles, and two citizens. The host's user model is used, whatever it is."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from wagtail.users.models import UserProfile

from pakn_plugin.demo.reading import rows
from pakn_plugin.models import Agency, Membership

GROUP = "Cán bộ PAKN"
CITIZENS = [("an@example.vn", "Nguyễn Thị Hoài", "An"), ("binh@example.vn", "Trần Thanh", "Bình")]
JOINED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def load(password: str) -> None:
    """Staff may open the admin and have their roles; citizens may not, and have none.

    Staff of further agencies exist for the demo's cases only: they have no usable password.
    """
    group, hashed = staff_group(), make_password(password)  # hashed once: it is one password, and hashing is slow
    for row in rows("staff"):
        email = f"{row['username']}@example.vn"
        secret = hashed if row["login"] == "yes" else make_password(None)
        user = _account(row["username"], email, row, secret, is_staff=True)
        user.groups.add(group)
        agency = Agency.objects.get(code=row["agency"])
        Membership.objects.get_or_create(user=user, agency=agency, role=row["role"], valid_from=None)
    for email, last_name, first_name in CITIZENS:
        username = f"nd-{uuid5(NAMESPACE_DNS, email).hex[:16]}"
        names = {"last_name": last_name, "first_name": first_name}
        _account(username, email, names, hashed, email_verified_at=JOINED)


def staff_group() -> Group:
    """The group that may open the admin; what its members do there is decided by their roles."""
    group, _created = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def user(username: str) -> Any:
    """A demo account by name or e-mail address."""
    model: Any = get_user_model()
    field = "email" if "@" in username else model.USERNAME_FIELD
    return model.objects.get(**{field: username})


def _account(username: str, email: str, names: dict[str, str], hashed: str, **extra: Any) -> Any:
    model: Any = get_user_model()
    known = {field.name for field in model._meta.get_fields()}
    values = {"email": email, "last_name": names["last_name"], "first_name": names["first_name"], **extra}
    account, created = model.objects.get_or_create(
        **{model.USERNAME_FIELD: username}, defaults={name: value for name, value in values.items() if name in known}
    )
    if created:
        account.password = hashed
        account.save(update_fields=["password"])
        profile = {"preferred_language": "vi", "current_time_zone": "Asia/Ho_Chi_Minh"}
        UserProfile.objects.update_or_create(user=account, defaults=profile)
    return account
