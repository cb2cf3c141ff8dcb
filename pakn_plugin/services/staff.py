"""Accounts of members of staff: the group that opens the admin, and the invitation to set a first password."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin import conf, text
from pakn_plugin.access import NotAllowed
from pakn_plugin.models import Agency, Invitation, Membership

STAFF_GROUP = "Cán bộ PAKN"


def staff_group() -> Group:
    """The group of everybody who works at the desk, with the permission to enter the admin."""
    group, _created = Group.objects.get_or_create(name=STAFF_GROUP)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def account_named(typed: str) -> Any:
    """The account of a member of staff by user name or e-mail address; None where there is none.

    Citizens' accounts are never found: whoever keeps an agency's people does not learn who has one.
    """
    users: Any = get_user_model()._default_manager
    wanted = text.nfc(typed).strip()
    found = users.filter(**{users.model.USERNAME_FIELD: wanted}).first()
    found = found or (users.filter(email__iexact=wanted).first() if "@" in wanted else None)
    return found if found is not None and found.is_active and is_staff_account(found) else None


def is_staff_account(user: Any) -> bool:
    """Whether an account may open the admin, or ever had a role."""
    return user.has_perm("wagtailadmin.access_admin") or Membership.objects.filter(user=user).exists()


def create_account(email: str, last_name: str, first_name: str) -> Any:
    """A new account without a password. Raises NotAllowed where the address belongs to another account already."""
    users: Any = get_user_model()._default_manager
    address = text.nfc(email).strip().lower()
    if users.filter(email__iexact=address).exists():
        raise NotAllowed(_("Không tạo được tài khoản với địa chỉ này. Hãy dùng thư công vụ của cán bộ."))
    model = users.model
    known = {field.name for field in model._meta.get_fields()}
    name_field = model.USERNAME_FIELD
    values = {"email": address, "last_name": last_name, "first_name": first_name, "is_staff": True}
    values[name_field] = address if name_field == "email" else _free_name(users, address)
    account = model(**{name: value for name, value in values.items() if name in known})
    account.set_unusable_password()
    account.save()
    return account


def _free_name(users: Any, address: str) -> str:
    stem = text.fold(address.partition("@")[0])[:100] or "can-bo"
    taken = set(users.filter(username__startswith=stem).values_list("username", flat=True))
    return stem if stem not in taken else next(n for i in range(2, len(taken) + 3) if (n := f"{stem}-{i}") not in taken)


def invite(user: Any, agency: Agency, now: datetime) -> Invitation:
    """Have a mail with a one-time link sent. Raises NotAllowed for somebody who has a password already."""
    if user.has_usable_password() or not user.is_active:
        raise NotAllowed(_("Người này đã đặt mật khẩu; nếu quên, hãy dùng “Quên mật khẩu” ở trang đăng nhập."))
    row = Invitation.objects.create(user=user, agency=agency, at=now)
    async_task("pakn_plugin.tasks.send_invitation", row.pk)
    return row


def send_invitation(invitation_id: int, now: datetime) -> bool:
    """Send the mail of an invitation; False where it was sent before or is no longer needed. Safe to run twice."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().select_related("user", "agency").filter(pk=invitation_id).first()
        if row is None or row.sent_at or row.user.has_usable_password():
            return False
        with translation.override("vi"):
            body = render_to_string("pakn/invitation.txt", _letter(row))
        subject, _line, rest = body.strip().partition("\n")
        EmailMessage(subject.strip(), rest.strip() + "\n", to=[row.user.email]).send()
        row.sent_at = now
        row.save(update_fields=["sent_at"])
    return True


def _letter(row: Invitation) -> dict[str, Any]:
    user: Any = row.user
    key = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    link = conf.base_url() + reverse("wagtailadmin_password_reset_confirm", kwargs=key)
    return {"name": str(user), "username": user.get_username(), "agency": row.agency, "link": link}
