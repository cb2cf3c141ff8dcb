"""A case keeps the policy under which it was filed: what may still change in a row of the deadline policy, and when.

The rule stands in `save` and `delete`, so that no form, command or script goes around it.
"""

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

FROZEN = ("stage", "level", "topic_id", "amount", "unit", "silence", "valid_from")


def show(day: date) -> str:
    """A day as people here write it."""
    return f"{day:%d/%m/%Y}"


class KeptPolicy(models.Model):
    """What a row of the deadline policy is protected from."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_kept(timezone.localdate())
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.has_begun(timezone.localdate()):
            raise ValidationError(_("Quy định đã có hiệu lực nên không xóa được. Hãy ghi ngày hết hiệu lực cho nó."))
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.check_kept(timezone.localdate())

    def has_begun(self, today: date) -> bool:
        """Whether cases may have been filed under the row as it is stored; never for a row that is not stored yet."""
        old = self._stored()
        return old is not None and _begun(old, today)

    def check_kept(self, today: date) -> None:
        """Raise ValidationError, by field, where the row would change what filed cases get."""
        old = self._stored()
        errors = _broken(self, old, today) if old and _begun(old, today) else self._reaches_back(today)
        first, last = getattr(self, "valid_from", None), getattr(self, "valid_to", None)
        if first and last and last < first:
            errors["valid_to"] = _("Ngày hết hiệu lực phải từ ngày bắt đầu (%(day)s) trở đi.") % {"day": show(first)}
        if errors:
            raise ValidationError(errors)

    def _stored(self) -> Any:
        return type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None

    def _reaches_back(self, today: date) -> dict[str, str]:
        """A row that has not begun may not begin on a day on which a case was already filed."""
        first, last = getattr(self, "valid_from", None), getattr(self, "valid_to", None)
        if first and first > today:
            return {}
        filed = apps.get_model("pakn", "Case").objects.all()
        if first:
            filed = filed.filter(filed_at__date__gte=first)
        if last:
            filed = filed.filter(filed_at__date__lte=last)
        if not filed.order_by().exists():
            return {}
        message = _(
            "Đã có phản ánh gửi trong thời gian này; thời hạn của chúng không được đổi. "
            "Hãy cho quy định mới bắt đầu từ %(day)s trở đi."
        )
        return {"valid_from": message % {"day": show(today + timedelta(days=1))}}


def _begun(row: Any, today: date) -> bool:
    return row.valid_from is None or row.valid_from <= today


def _broken(new: Any, old: Any, today: date) -> dict[str, str]:
    """What the new values of a row that has begun do that they may not."""
    message = _(
        "Quy định đã có hiệu lực từ %(day)s nên không sửa được: phản ánh đã gửi giữ thời hạn của nó. "
        "Hãy ghi ngày hết hiệu lực cho quy định này rồi thêm quy định mới."
    ) % {"day": show(old.valid_from) if old.valid_from else _("trước đến nay")}
    errors = {name.removesuffix("_id"): message for name in FROZEN if getattr(new, name) != getattr(old, name)}
    if new.valid_to != old.valid_to:
        if old.valid_to and old.valid_to < today:
            errors["valid_to"] = _("Quy định đã hết hiệu lực nên không đổi ngày được. Hãy thêm quy định mới.")
        elif new.valid_to and new.valid_to < today:
            errors["valid_to"] = _("Ngày hết hiệu lực phải từ hôm nay (%(day)s) trở đi.") % {"day": show(today)}
    return errors
