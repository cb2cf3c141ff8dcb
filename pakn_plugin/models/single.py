"""Registers of which one row is in use at a time; others are kept for another day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OneInUse(models.Model):
    """A row that an administrator takes into use, or out of it."""

    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        abstract = True


def only_one(name: str) -> models.UniqueConstraint:
    """The constraint of such a model, under this name."""
    return models.UniqueConstraint(
        fields=["active"],
        condition=models.Q(active=True),
        name=name,
        violation_error_message=_("Chỉ một dòng được dùng. Hãy bỏ “đang dùng” ở dòng cũ trước."),
    )
