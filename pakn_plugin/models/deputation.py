"""A leader is away: somebody of the same agency decides in their place, from one day to another."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models.agency import Agency, Membership, in_force
from pakn_plugin.states import Role


class Deputation(models.Model):
    """Who stands in for which leader of an agency. It ends by its last day or earlier, and is never deleted."""

    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("cơ quan"), related_name="+")
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("lãnh đạo vắng mặt"), related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("người được ủy quyền"), related_name="+"
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("ủy quyền lúc"))
    told_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("kết thúc sớm lúc"), null=True, blank=True)
    end_told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("ủy quyền duyệt thay")
        verbose_name_plural = _("ủy quyền duyệt thay")
        ordering = ["-valid_from", "-id"]
        indexes = [
            models.Index(fields=["agency", "valid_to"], name="pakn_deputation_agency"),
            models.Index(
                fields=["deputy", "valid_to"], condition=models.Q(ended_at__isnull=True), name="pakn_deputation_deputy"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(leader=models.F("deputy")), name="pakn_deputation_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="pakn_deputation_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} – {self.leader}, {self.agency}"


def standing_in(day: date) -> models.QuerySet[Deputation]:
    """The deputations that hold on a day: the leader still leads and the deputy still works in an agency that is."""
    there = Membership.objects.filter(in_force(day), agency=models.OuterRef("agency"), user__is_active=True)
    return Deputation.objects.filter(
        models.Q(agency__valid_to=None) | models.Q(agency__valid_to__gte=day),
        models.Exists(there.filter(user=models.OuterRef("leader"), role=Role.LEADER)),
        models.Exists(there.filter(user=models.OuterRef("deputy"))),
        ended_at=None,
        valid_from__lte=day,
        valid_to__gte=day,
    )
