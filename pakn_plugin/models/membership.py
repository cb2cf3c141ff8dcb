"""What became of memberships: who changed which one when, and the invitations that were sent to new accounts."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Agency
from pakn_plugin.states import Role


class AppendOnlyChanges(models.QuerySet["MembershipChange"]):
    """Rows that are read and inserted, never changed or deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("changes of memberships are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("changes of memberships are append-only")


class MembershipChange(models.Model):
    """One change of a membership. Append-only; persons have no constraint, so that an erased account stays an id."""

    class What(models.TextChoices):
        """What was done."""

        GRANTED = "granted", _("Giao vai trò")
        ENDED = "ended", _("Cho thôi vai trò")
        AMENDED = "amended", _("Sửa thời gian")
        INVITED = "invited", _("Mời tài khoản mới")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    role = models.CharField(_("vai trò"), max_length=16, choices=Role.choices)
    what = models.CharField(_("việc"), max_length=8, choices=What.choices)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    handed_over = models.PositiveIntegerField(_("số phản ánh bàn giao"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    at = models.DateTimeField(_("lúc"))

    objects = AppendOnlyChanges.as_manager()

    class Meta:
        verbose_name = _("thay đổi vai trò")
        verbose_name_plural = _("thay đổi vai trò")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["agency", "-at"], name="pakn_membership_change")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.get_role_display()}"  # type: ignore[attr-defined]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("changes of memberships are append-only")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("changes of memberships are append-only")


class Invitation(models.Model):
    """A mail with a one-time link to set the first password; the link itself is made when it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)

    class Meta:
        verbose_name = _("thư mời")
        verbose_name_plural = _("thư mời")

    def __str__(self) -> str:
        return f"{self.user}, {self.agency}"
