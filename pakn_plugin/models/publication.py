"""The public version of a case: a redacted copy at an address of its own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin import codes
from pakn_plugin.models.case import Case


def new_public_id() -> str:
    """The address part of a published case; it says nothing of the tracking code."""
    return codes.random_symbols(10).lower()


class Publication(models.Model):
    """What everyone may read of a case. It exists only after an operator approved it; the original never changes."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="publication")
    public_id = models.SlugField(max_length=16, unique=True, default=new_public_id, editable=False)
    title = models.CharField(_("tiêu đề công khai"), max_length=160)
    text = models.TextField(_("nội dung công khai"))
    folded = models.TextField(editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("duyệt công khai lúc"), db_index=True)
    withdrawn_at = models.DateTimeField(_("ngừng công khai lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("bản công khai")
        verbose_name_plural = _("bản công khai")
        indexes = [models.Index(fields=["-approved_at", "-id"], name="pakn_publication_newest")]

    def __str__(self) -> str:
        return self.title
