"""What happened, and what was sent about it. Both are written in the transaction of the change itself."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin import chain
from pakn_plugin.models.agency import Agency
from pakn_plugin.models.case import Case, Reporter
from pakn_plugin.models.labels import Labelled
from pakn_plugin.states import Action, State


class ActorKind(models.TextChoices):
    """Who acted."""

    STAFF = "staff", _("Cán bộ")
    CITIZEN = "citizen", _("Người gửi")
    SYSTEM = "system", _("Hệ thống")


class AppendOnly(models.QuerySet["Event"]):
    """Rows that are read and inserted, never changed or deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("events are append-only")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")


class Event(Labelled):
    """One step in a case's history. Append-only; holds ids and values of the machine, no personal data.

    `hash` covers the step and the hash before it. `actor` has no constraint in the database: when an account is
    erased its id stays in the history, which still verifies. Nothing looks for somebody's events over all cases, so no
    index holds them. `written_at` is the server's clock, for the anchors.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    action = models.CharField(_("việc"), max_length=20, choices=Action.choices)
    from_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=State.choices)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("lúc"))
    data = models.JSONField(default=dict, blank=True)
    hash = models.CharField(max_length=64, editable=False)
    written_at = models.DateTimeField(auto_now_add=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("lịch sử")
        verbose_name_plural = _("lịch sử")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="pakn_event_number")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("events are append-only")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")

    def link_after(self, previous: str) -> str:
        """The hash that this event has where `previous` is the hash before it, or its case's seed."""
        return chain.link(previous, **{name: getattr(self, name) for name in chain.COVERED})


class Notification(models.Model):
    """A mail to one person about one event: written with the change, sent by the worker."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    # The reader's own case where the event is another's: a duplicate of it, or a part that was split from it.
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    template = models.SlugField(max_length=40)
    reporter = models.ForeignKey(Reporter, models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("tạo lúc"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    # Set for what waits for the first daily mail after this moment; all else is mailed at once.
    digest_after = models.DateTimeField(_("trong thư tổng hợp sau lúc"), null=True, blank=True)
    # Set for what may not go out at night: the end of the quiet hours.
    not_before = models.DateTimeField(_("không gửi trước"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(sent_at__isnull=True), name="pakn_notification_unsent"
            ),
            models.Index(
                fields=["not_before"],
                condition=models.Q(sent_at__isnull=True, not_before__isnull=False),
                name="pakn_notification_waiting",
            ),
            models.Index(
                fields=["user", "digest_after"],
                condition=models.Q(sent_at__isnull=True, digest_after__isnull=False),
                name="pakn_notification_digest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "template", "user"],
                condition=models.Q(user__isnull=False),
                name="pakn_notification_user_once",
            ),
            models.UniqueConstraint(
                fields=["event", "template", "reporter"],
                condition=models.Q(reporter__isnull=False),
                name="pakn_notification_reporter_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reporter__isnull=True) ^ models.Q(user__isnull=True), name="pakn_notification_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.template}"
