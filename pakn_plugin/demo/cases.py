"""Demo cases: read from files, filed and moved by the real services at moments of the last three months."""

from datetime import datetime
from typing import Any

from pakn_plugin.demo.names import code
from pakn_plugin.demo.places import NEW_FROM
from pakn_plugin.demo.reading import filing_key, toml
from pakn_plugin.demo.steps import Story
from pakn_plugin.models import Area, Case, Topic
from pakn_plugin.services import intake
from pakn_plugin.states import Channel, Role

FILES = ("cases_1", "cases_2", "cases_3", "cases_4")
BY_STAFF = frozenset({Channel.HOTLINE, Channel.COUNTER, Channel.LETTER, Channel.EMAIL})
MACROS = {"start": "receive classify transfer accept"}


def load(now: datetime) -> None:
    """File and move every case that is not there yet; the caller keeps the outbox silent."""
    for spec in specs():
        if not Case.objects.filter(filing_key=filing_key(spec["key"])).exists():
            _tell(spec, now)


def specs() -> list[dict[str, Any]]:
    """All cases, in the order of their files: a main case stands before its duplicates."""
    return [spec for name in FILES for spec in toml(name)["case"]]


def _tell(spec: dict[str, Any], now: datetime) -> None:
    story = Story(spec, now)
    filing = _filing(spec, story)
    entered = story.office(1, 2) if filing.entered_by else story.moment
    case = intake.file_case(filing, entered)
    story.case_id = case.pk
    for step in spec["steps"].split():
        for word in MACROS.get(step, step).split():
            story.take(*word.split(":"))


def _filing(spec: dict[str, Any], story: Story) -> intake.Filing:
    channel = Channel(spec.get("channel", Channel.WEB))
    by_staff = channel in BY_STAFF
    email = spec.get("email", "" if "phone" in spec else f"{spec['key']}@example.vn")
    return intake.Filing(
        key=filing_key(spec["key"]),
        code=code(spec["key"], spec.get("number", "")),
        text=spec["text"],
        topic=Topic.objects.get(code=spec["topic"]),
        area=Area.objects.get(code=spec["area"], valid_from=NEW_FROM),
        name=spec["name"],
        address=spec.get("address", ""),
        phone=spec.get("phone", ""),
        email=email,
        wants_publication=not spec.get("private"),
        language=spec.get("language", "vi"),
        pictures=story.photos(),
        channel=channel,
        user=story.account(email),
        entered_by=story.member(Role.OPERATOR) if by_staff else None,
        filed_at=story.moment if by_staff else None,
    )
