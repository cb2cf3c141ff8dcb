"""What a reply promises by a day: a row of its own, which lives on when the case has ended."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pakn_plugin.answers import WAITING, Delay, Kept, delays_of
from pakn_plugin.models.agency import Agency
from pakn_plugin.models.case import Case
from pakn_plugin.models.conversation import Reply


class PointsVersion(models.Model):
    """What was asked, as somebody marked it: each change is kept; the newest stands on the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="points_versions")
    points = models.JSONField(_("các điều được hỏi"))
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField(_("nêu lúc"))

    class Meta:
        verbose_name = _("bản nêu các điều được hỏi")
        verbose_name_plural = _("bản nêu các điều được hỏi")
        ordering = ["-marked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.case} {self.marked_at}"


class Commitment(models.Model):
    """A promise of a published reply to one point, by a day. `agency` made it; who answers for it today follows it.

    `due` is the day that stands now. Where it was moved, `first_due` is the day that counts.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="commitments")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="commitments", db_index=False)
    point = models.PositiveSmallIntegerField(_("điều số"))
    text = models.CharField(_("điều được hỏi"), max_length=200)
    words = models.TextField(_("việc sẽ làm"), blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("cơ quan hẹn"), related_name="commitments", db_index=False
    )
    due = models.DateField(_("hẹn đến hết ngày"))
    first_due = models.DateField(_("ngày hẹn đầu tiên, nếu đã hẹn lại"), null=True, blank=True)
    delays = models.JSONField(_("các lần báo chưa thực hiện"), default=list, db_default=[], blank=True)
    standing = models.CharField(_("tình trạng"), max_length=8, choices=Kept.choices, default=Kept.OPEN)
    report = models.TextField(_("kết quả"), blank=True)
    done_on = models.DateField(_("ngày thực hiện"), null=True, blank=True)
    reported_at = models.DateTimeField(_("báo lúc"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("người báo"), null=True, blank=True, related_name="+"
    )
    remind_at = models.DateTimeField(_("xem lại việc nhắc lúc"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("việc đã hẹn với người dân")
        verbose_name_plural = _("việc đã hẹn với người dân")
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "point"], name="pakn_commitment_point"),
            models.CheckConstraint(
                condition=Q(standing__in=WAITING) | Q(reported_at__isnull=False),
                name="pakn_commitment_reported",
            ),
        ]
        indexes = [
            models.Index(fields=["standing", "due", "id"], name="pakn_commitment_due"),
            models.Index(fields=["agency", "standing", "due", "id"], name="pakn_commitment_agency"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="pakn_commitment_remind"),
        ]

    def __str__(self) -> str:
        return f"{self.case} – {self.point}"

    @property
    def waits(self) -> bool:
        """Whether nobody has reported it kept."""
        return self.standing in WAITING

    @property
    def promised(self) -> date:
        """The day by which it counts as kept: the first one."""
        return self.first_due or self.due

    @property
    def delayed(self) -> tuple[Delay, ...]:
        """Every report that it is not kept yet, in their order."""
        return delays_of(self.delays)


def answers_for(own: set[int], day: date) -> set[int]:
    """These agencies, and those that ended before the day and whose work has come to them (one query)."""
    return reach(came_from(day), own) if own else set()


def came_from(day: date) -> dict[int, list[int]]:
    """Each agency to which the work of others has come, with those that ended before the day (one query)."""
    links: Any = Agency.successors.through._default_manager
    before: dict[int, list[int]] = {}
    for old, new in links.filter(from_agency__valid_to__lt=day).values_list("from_agency_id", "to_agency_id"):
        before.setdefault(new, []).append(old)
    return before


def reach(before: dict[int, list[int]], own: set[int]) -> set[int]:
    """These agencies and all that came before them."""
    found, waiting = set(own), list(own)
    while waiting:
        older = [pk for pk in before.get(waiting.pop(), ()) if pk not in found]
        found.update(older)
        waiting += older
    return found


def answered_by(agency_id: int, day: date) -> set[int]:
    """Who answers on a day for what an agency has promised: itself, or its successors (one query)."""
    links: Any = Agency.successors.through._default_manager
    rows = links.filter(from_agency__valid_to__lt=day).values_list("from_agency_id", "to_agency_id")
    after: dict[int, list[int]] = {}
    for old, new in rows:
        after.setdefault(old, []).append(new)
    found, seen, waiting = set(), {agency_id}, [agency_id]
    while waiting:
        here = waiting.pop()
        if here not in after:
            found.add(here)
        waiting += [pk for pk in after.get(here, ()) if pk not in seen]
        seen.update(after.get(here, ()))
    return found
