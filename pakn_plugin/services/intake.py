"""Filing: a citizen's text becomes a case, in one transaction with its event and its notifications."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from pakn_plugin import codes, conf, text
from pakn_plugin.access import Actor
from pakn_plugin.models import ActorKind, Area, Case, Placement, PlacementCount, Reporter, Topic
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import clock
from pakn_plugin.services import banner, history, outbox, photos, timing
from pakn_plugin.states import Action, Channel, Stage


@dataclass(frozen=True)
class Filing:
    """What somebody files. `key` is drawn when the form is shown: the same key never makes two cases."""

    key: UUID
    text: str
    topic: Topic
    area: Area
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    wants_publication: bool = False
    language: str = "vi"
    pictures: Sequence[Picture] = field(default_factory=tuple)
    placement: Placement | None = None
    channel: Channel = Channel.WEB
    user: Any = None


def file_case(filing: Filing, now: datetime) -> Case:
    """File a case and return it; a second filing with the same key (a double click) returns the first case.

    Takes checked input: text of 1 to PAKN_TEXT_LIMIT characters, a phone or an e-mail address.
    """
    try:
        with transaction.atomic():
            return _create(filing, now)
    except IntegrityError:
        return Case.objects.get(filing_key=filing.key)


def _create(filing: Filing, now: datetime) -> Case:
    reporter = Reporter.objects.create(
        name=filing.name, phone=filing.phone, email=filing.email, language=filing.language, user=filing.user
    )
    body = text.clean(filing.text)
    rules = clock.rules_at(now)
    case = Case(
        code=codes.new_code(conf.get("CODE_PREFIX")),
        filing_key=filing.key,
        title=text.headline(body),
        text=body,
        topic=filing.topic,
        area=filing.area,
        address=text.clean(filing.address),
        reporter=reporter,
        channel=filing.channel,
        placement=filing.placement,
        wants_publication=filing.wants_publication,
        notice_version=conf.get("NOTICE_VERSION"),
        filed_at=now,
        state_since=now,
        due_at=clock.promised(now, filing.topic.pk, rules),
    )
    case.stage_due_at = clock.stage_due(case, Stage.RECEIVE, now, rules)
    case.folded = searchable(case)
    case.save()
    timing.start(case, rules)
    photos.attach(case, filing.pictures)
    if filing.placement:
        banner.count(filing.placement.pk, PlacementCount.Kind.FILED, timezone.localdate(now))
    data = {"channel": case.channel, "photos": len(filing.pictures)}
    citizen = Actor(ActorKind.CITIZEN, reporter_id=reporter.pk)
    event = history.begin(case, Action.FILE, citizen, now, data)
    outbox.post(case, event, now)
    return case


def searchable(case: Case) -> str:
    """The folded text by which staff find a case."""
    return text.fold(f"{case.code} {case.title} {case.text} {case.address} {case.area}")
