"""The desk's verbs: receive, classify, ask, refuse, merge, assign; the citizen's: supply, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pakn_plugin import access, text
from pakn_plugin.access import SYSTEM, Actor, NotAllowed
from pakn_plugin.answers import Point
from pakn_plugin.documents import Pdf
from pakn_plugin.models import Area, Case, Message, RefusalReason, Topic, Transfer
from pakn_plugin.pictures import Picture
from pakn_plugin.services import documents, history, photos, points, restriction
from pakn_plugin.services.conversation import write_message
from pakn_plugin.services.intake import searchable
from pakn_plugin.services.moves import moving, only_when_due
from pakn_plugin.states import Action, State


@dataclass(frozen=True)
class Classification:
    """What the operator decides about a case before it is passed on."""

    title: str
    topic: Topic
    area: Area
    level: str
    points: Sequence[Point] | None = None


def receive(case_id: int, actor: Actor, now: datetime) -> Case:
    """The operator takes a case up."""
    with moving(case_id, actor, Action.RECEIVE, now) as move:
        return move.case


def classify(case_id: int, actor: Actor, chosen: Classification, now: datetime) -> Case:
    """Set title, field, commune, level, and where points are given what is asked. The citizen's text is not touched."""
    with moving(case_id, actor, Action.CLASSIFY, now) as move:
        case = move.case
        case.title, case.topic, case.area, case.level = chosen.title, chosen.topic, chosen.area, chosen.level
        case.folded = searchable(case)
        asked = {} if chosen.points is None else points.put(case, chosen.points, actor, now)
        move.data = {"topic": chosen.topic.code, "area": chosen.area.pk, "level": chosen.level} | asked
        return case


def request_info(case_id: int, actor: Actor, question: str, now: datetime) -> Message:
    """Ask the citizen something; the clock stands still until the answer."""
    with moving(case_id, actor, Action.REQUEST_INFO, now) as move:
        move.case.resume_state = move.before
        message = write_message(move.case, actor, question, now)
        move.data = {"message": message.pk}
        return message


def supply_info(
    case_id: int, actor: Actor, answer: str, now: datetime, pictures: Sequence[Picture] = (), pdfs: Sequence[Pdf] = ()
) -> Message:
    """The citizen answers: the case goes on where it stood, its due moment later by the working time of the pause."""
    with moving(case_id, actor, Action.SUPPLY_INFO, now) as move:
        move.case.resume_state = ""
        message = write_message(move.case, actor, answer, now)
        photos.attach(move.case, pictures, message=message)
        documents.attach(move.case, pdfs, message=message)
        move.data = {"message": message.pk}
        return message


def refuse(case_id: int, actor: Actor, reason: RefusalReason, explanation: str, now: datetime) -> Case:
    """Do not take a case up: with a reason from the list and a text to the citizen. Raises ValueError without one.

    A complaint or denunciation is hidden in the same move.
    """
    if not explanation.strip():
        raise ValueError("a refusal needs a text to the citizen")
    with moving(case_id, actor, Action.REFUSE, now) as move:
        move.case.refusal_reason = reason
        move.case.refusal_text = text.clean(explanation)
        if reason.restricted and not move.case.restricted:
            restriction.hide(move.case, actor, now)
        move.data = {"reason": reason.code}
        return move.case


def merge(case_id: int, actor: Actor, main: Case, now: datetime) -> Case:
    """Let a duplicate follow its main case, and its own duplicates with it.

    Raises NotAllowed where that would make a chain or a circle, or where nobody would ever answer the main case.
    """
    with moving(case_id, actor, Action.MERGE, now, also_lock=main.pk) as move:
        found = Case.objects.get(pk=main.pk)
        if main.pk == case_id or found.merged_into_id:
            raise NotAllowed(_("Phản ánh chính phải là một phản ánh khác và chưa bị gộp."))
        if found.restricted or found.state in (State.REFUSED, State.WITHDRAWN):
            raise NotAllowed(_("Phản ánh chính phải đang được xử lý hoặc đã được trả lời."))
        carried = _carry_over(move.case, found, actor, now)
        points.carry_over(move.case, found, actor, now)
        move.case.merged_into = found
        move.data = {"main": found.pk, "carried": carried}
        return move.case


def _carry_over(case: Case, main: Case, actor: Actor, now: datetime) -> int:
    """The duplicates of a case that becomes one itself follow the new main case; each has a step in its history."""
    rows = list(Case.objects.select_for_update(of=("self",)).filter(merged_into=case).order_by("pk"))
    for row in rows:
        row.merged_into = main
        history.append(row, Action.MERGE, actor, now, row.state, {"main": main.pk, "from": case.pk})
        row.save()
    return len(rows)


def assign(case_id: int, actor: Actor, officer: Any, now: datetime) -> Case:
    """The coordinator names the officer. Raises NotAllowed for somebody who is no officer of the agency."""
    with moving(case_id, actor, Action.ASSIGN, now) as move:
        access.check_officer(officer, move.case)
        move.case.officer = officer
        move.data = {"officer": officer.pk}
        return move.case


def withdraw(case_id: int, actor: Actor, now: datetime) -> Case:
    """The citizen takes the case back."""
    with moving(case_id, actor, Action.WITHDRAW, now) as move:
        Transfer.objects.filter(case=move.case, outcome=Transfer.Outcome.PENDING).update(
            outcome=Transfer.Outcome.WITHDRAWN, decided_at=now
        )
        return move.case


def expire_info(case_id: int, now: datetime) -> Case:
    """The limit for the citizen's supplement has passed: the case ends, with notice and without a rating."""
    with moving(case_id, SYSTEM, Action.EXPIRE_INFO, now) as move:
        only_when_due(move)
        return move.case
