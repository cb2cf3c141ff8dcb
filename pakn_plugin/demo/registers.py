"""What an administrator keeps: fields, reasons of refusal, deadlines."""

from pakn_plugin.demo.places import NEW_FROM
from pakn_plugin.demo.reading import rows, toml
from pakn_plugin.models import Agency, DeadlinePolicy, RefusalReason, ReminderRule, Topic
from pakn_plugin.states import Audience, Level, Stage, Unit, When

DOCUMENT = "Quyết định mẫu (dữ liệu trình diễn)"
DAYS = Unit.WORKING_DAYS
LIMITS = [
    (Stage.RECEIVE, Level.NORMAL, 8, Unit.WORKING_HOURS),
    (Stage.CLASSIFY, Level.NORMAL, 1, DAYS),
    (Stage.ACCEPT, Level.NORMAL, 1, DAYS),
    (Stage.PROCESS, Level.NORMAL, 7, DAYS),
    (Stage.PROCESS, Level.COMPLEX, 15, DAYS),
    (Stage.PROCESS, Level.URGENT, 1, DAYS),
    (Stage.SUPPLEMENT, Level.NORMAL, 5, DAYS),
    (Stage.RATING, Level.NORMAL, 10, DAYS),
    (Stage.REOPENING, Level.NORMAL, 15, DAYS),
    (Stage.REVIEW, Level.NORMAL, 5, DAYS),
    (Stage.MESSAGE, Level.NORMAL, 2, DAYS),
]
REMINDERS = [
    (When.BEFORE, 1, Audience.HOLDER),
    (When.AT, 0, Audience.HOLDER),
    (When.AFTER, 1, Audience.UP),
    (When.AFTER, 3, Audience.TOP),
]


def load() -> None:
    """Fields need their agencies."""
    _topics()
    _reasons()
    for when, amount, audience in REMINDERS:
        ReminderRule.objects.get_or_create(stage="", when=when, amount=amount, unit=DAYS, audience=audience)
    for stage, level, amount, unit in LIMITS:
        DeadlinePolicy.objects.get_or_create(
            stage=stage,
            level=level,
            topic=None,
            valid_from=NEW_FROM,
            defaults={"amount": amount, "unit": unit, "document": DOCUMENT},
        )


def _topics() -> None:
    for order, row in enumerate(rows("fields"), start=1):
        # `ubnd-xa` is a level: the committee of the case's own commune, hence no agency here
        agency = Agency.objects.filter(code=row["agency_2025"]).first()
        Topic.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name_vi"],
                "name_en": row["name_en"],
                "examples": row["examples_vi"],
                "agency": agency,
                "order": order,
            },
        )


def _reasons() -> None:
    for order, reason in enumerate(toml("refusals")["reason"], start=1):
        code = reason.pop("code")
        RefusalReason.objects.get_or_create(code=code, defaults=reason | {"order": order})
