"""Filing: a citizen's text becomes a case, in one transaction with its event and its notifications."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import codes, conf, text
from pakn_plugin.access import Actor, NotAllowed, may_file_for
from pakn_plugin.inserting import insert_together
from pakn_plugin.models import ActorKind, Area, Case, Placement, PlacementCount, Reporter, Topic
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import clock
from pakn_plugin.services import banner, history, outbox, photos, timing
from pakn_plugin.states import Action, Channel


@dataclass(frozen=True)
class Filing:
    """What somebody files. `key` is drawn when the form is shown: the same key never makes two cases.

    Where staff enter what came by phone, letter, mail or at a counter, `entered_by` is their actor and `filed_at` the
    moment of the original, at which the clock starts. An empty `code` has a new one drawn.
    """

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
    contact_address: str = ""
    filed_at: datetime | None = None
    entered_by: Actor | None = None
    code: str = ""


def file_case(filing: Filing, now: datetime) -> Case:
    """File a case and return it; a second filing with the same key (a double click) returns the first case.

    Takes checked input: text of 1 to PAKN_TEXT_LIMIT characters, a phone, e-mail or postal address. Raises
    NotAllowed for staff who may not file for others, ValueError for an original from the future.
    """
    if filing.entered_by and not may_file_for(filing.entered_by):
        raise NotAllowed(_("Bạn không có quyền nhập phản ánh thay người dân."))
    if filing.filed_at and filing.filed_at > now:
        raise ValueError("an original cannot come from the future")
    try:
        with transaction.atomic():
            return _create(filing, now)
    except IntegrityError:
        return Case.objects.get(filing_key=filing.key)


def _create(filing: Filing, now: datetime) -> Case:
    reporter = _reporter(filing)
    filed = filing.filed_at or now
    body = text.clean(filing.text)
    rules = clock.rules_at(filed)
    case = Case(
        code=filing.code or codes.new_code(conf.get("CODE_PREFIX")),
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
        filed_at=filed,
        state_since=filed,
        due_at=clock.promised(filed, filing.topic.pk, rules),
    )
    first, holding = timing.start(case, rules)
    case.folded = searchable(case)
    data = {"channel": case.channel, "photos": len(filing.pictures), "due": case.due_at.isoformat()}
    if filing.filed_at:
        data["filed_at"] = filed.isoformat()
    author = filing.entered_by or Actor(ActorKind.CITIZEN)
    event = history.begin(case, Action.FILE, author, now, data)
    insert_together(reporter, case, event, first, holding)
    photos.attach(case, filing.pictures)
    if filing.placement:
        banner.count(filing.placement.pk, PlacementCount.Kind.FILED, timezone.localdate(now))
    outbox.post(case, event, now)
    return case


def _reporter(filing: Filing) -> Reporter:
    return Reporter(
        name=filing.name,
        phone=filing.phone,
        email=filing.email,
        address=text.clean(filing.contact_address),
        language=filing.language,
        user=filing.user,
    )


def searchable(case: Case) -> str:
    """The folded text by which staff find a case."""
    return text.words(f"{case.code} {case.title} {case.text} {case.address} {case.area}")
