"""One text, two problems: the operator makes a second case of a part. The citizen's words are cut, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError
from django.utils.translation import gettext as _

from pakn_plugin import codes, conf, text
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Area, Case, Deadline, Holding, Pause, Photo, Topic
from pakn_plugin.queries import clock
from pakn_plugin.services import history, photos, points, timing
from pakn_plugin.services.intake import searchable
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action, Stage, State


@dataclass(frozen=True)
class Part:
    """What becomes a case of its own: the citizen's words about one matter, photos and points."""

    text: str
    title: str
    topic: Topic
    area: Area
    photo_ids: Sequence[int] = field(default_factory=tuple)
    points: Sequence[int] = field(default_factory=tuple)


def split(case_id: int, actor: Actor, part: Part, now: datetime) -> Case:
    """Make a linked case of a part; its clock and ledger are those of the whole up to now.

    The same words again (a double click) give the case that is there. Raises ValueError for an empty part, NotAllowed
    where the words are not the citizen's own.
    """
    body = text.clean(part.text)
    if not body:
        raise ValueError("a part needs a text")
    key = uuid5(Case.objects.values_list("filing_key", flat=True).get(pk=case_id), body)
    try:
        with moving(case_id, actor, Action.SPLIT, now) as move:
            if not is_cut_from(body, move.case.text):
                raise NotAllowed(_("Chỉ được lược bớt, không được sửa hay thêm vào lời của người dân."))
            case = _make(move.case, part, body, key)
            points.part_of(move.case, case, part.points, actor, now)
            _record(case, move.case, actor, now)
            move.data = {"part": case.pk}
            return case
    except IntegrityError:
        return Case.objects.get(filing_key=key)


def is_cut_from(part: str, whole: str) -> bool:
    """Whether a text is left over when some words of another are crossed out."""
    rest = iter(text.nfc(whole).split())
    return all(word in rest for word in text.nfc(part).split())


def _make(whole: Case, part: Part, body: str, key: UUID) -> Case:
    case = Case(
        code=codes.new_code(conf.get("CODE_PREFIX")),
        filing_key=key,
        title=text.clean(part.title) or text.headline(body),
        text=body,
        topic=part.topic,
        area=part.area,
        address=whole.address,
        reporter=whole.reporter,
        channel=whole.channel,
        wants_publication=whole.wants_publication,
        notice_version=whole.notice_version,
        level=whole.level,
        filed_at=whole.filed_at,
        state_since=whole.state_since,
        due_at=whole.due_at,
        remind_at=whole.remind_at,
        split_from=whole,
    )
    case.folded = searchable(case)
    case.save()
    chosen = Photo.objects.filter(case=whole, message=None, reply=None, pk__in=list(part.photo_ids))
    photos.attach(case, [photos.picture_of(photo) for photo in chosen])
    return case


def _record(case: Case, whole: Case, actor: Actor, now: datetime) -> None:
    """The history of the part begins now; where the whole was received, so is the part, by the machine."""
    history.append(case, Action.FILE, actor, now, "", {"channel": case.channel, "split_from": whole.pk})
    if whole.state == State.RECEIVED:
        case.receive()
        history.append(case, Action.RECEIVE, actor, now, State.SUBMITTED, {"split_from": whole.pk})
    _inherit_time(case, whole, now)
    case.save()


def _inherit_time(case: Case, whole: Case, now: datetime) -> None:
    """Limits, pauses and holders up to now are those of the whole: the same text lay on the same desk.

    The dialogue stays with the whole, and so does a word that is owed there.
    """
    kinds: tuple[Any, ...] = (Deadline, Holding, Pause)
    for kind in kinds:
        rows = list(kind.objects.filter(case=whole).order_by("pk"))
        rows = [row for row in rows if getattr(row, "stage", None) != Stage.MESSAGE]
        for row in rows:
            row.pk, row.case = None, case
        kind.objects.bulk_create(rows)
    timing.refresh(case, clock.rules_at(now))
