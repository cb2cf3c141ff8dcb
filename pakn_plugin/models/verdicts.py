"""Words that an administrator keeps about answers: why people are not satisfied, what went wrong, what was done."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A line of such a list. It is taken out of use, never deleted: what was once said with it stays readable."""

    code = models.SlugField(_("mã"), max_length=64, unique=True)
    label = models.CharField(_("tên"), max_length=200)
    label_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label_en if self.label_en and (get_language() or "").startswith("en") else self.label


class DissatisfactionReason(Word):
    """What a citizen may tick beside the verdict."""

    class Meta:
        verbose_name = _("lý do chưa hài lòng")
        verbose_name_plural = _("lý do chưa hài lòng")
        ordering = ["order", "label"]


class ReviewCause(Word):
    """What a review found to be the cause. Internal."""

    class Meta:
        verbose_name = _("nguyên nhân qua rà soát")
        verbose_name_plural = _("nguyên nhân qua rà soát")
        ordering = ["order", "label"]


class CorrectiveAct(Word):
    """What is done so that it does not happen again. Internal."""

    class Meta:
        verbose_name = _("việc chấn chỉnh")
        verbose_name_plural = _("việc chấn chỉnh")
        ordering = ["order", "label"]
