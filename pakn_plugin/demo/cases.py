"""Demo cases: read from files, filed and moved by the real services at moments of the last three months."""

from datetime import datetime
from random import Random
from typing import Any

from pakn_plugin import codes, conf
from pakn_plugin.demo.places import NEW_FROM
from pakn_plugin.demo.reading import filing_key, toml
from pakn_plugin.demo.steps import Story
from pakn_plugin.models import Area, Case, Topic
from pakn_plugin.services import intake
from pakn_plugin.states import Channel

FILES = ("cases_1", "cases_2", "cases_3")
TOUR = "DEM0"  # the first group of the codes that documentation names
MACROS = {"start": "receive classify transfer accept"}


def load(now: datetime) -> None:
    """File and move every case that is not there yet; the caller keeps the outbox silent."""
    for spec in specs():
        if not Case.objects.filter(filing_key=filing_key(spec["key"])).exists():
            _tell(spec, now)


def specs() -> list[dict[str, Any]]:
    """All cases, in the order of their files: a main case stands before its duplicates."""
    return [spec for name in FILES for spec in toml(name)["case"]]


def code(spec: dict[str, Any]) -> str:
    """The tracking code of a demo case: the same on every machine."""
    prefix = conf.get("CODE_PREFIX")
    if "number" in spec:
        return f"{prefix}-{TOUR}-{spec['number']}"
    raw = "".join(Random(f"code:{spec['key']}").choices(codes.ALPHABET, k=12))
    return f"{prefix}-{raw[:4]}-{raw[4:8]}-{raw[8:]}"


def _tell(spec: dict[str, Any], now: datetime) -> None:
    story = Story(spec, now)
    case = intake.file_case(_filing(spec, story), story.moment)
    _name(case, spec)
    story.case_id = case.pk
    for step in spec["steps"].split():
        for word in MACROS.get(step, step).split():
            story.take(*word.split(":"))


def _filing(spec: dict[str, Any], story: Story) -> intake.Filing:
    email = spec.get("email", "" if "phone" in spec else f"{spec['key']}@example.vn")
    return intake.Filing(
        key=filing_key(spec["key"]),
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
        channel=Channel(spec.get("channel", Channel.WEB)),
        user=story.account(email),
    )


def _name(case: Case, spec: dict[str, Any]) -> None:
    """Give the case its lasting code; the folded text holds the code as well."""
    case.code = code(spec)
    Case.objects.filter(pk=case.pk).update(code=case.code, folded=intake.searchable(case))
