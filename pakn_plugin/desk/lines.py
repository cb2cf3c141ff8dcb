"""The lines of the work list, everything in words already: what a template asks for each line costs 25 times over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin.access import Actor, sees_as_partner
from pakn_plugin.corrections import in_hand_of
from pakn_plugin.desk.words import TONE, Due, due_of, word_due_of
from pakn_plugin.models import Case, Reply
from pakn_plugin.queries.registers import naming
from pakn_plugin.states import Level, Side, State


@dataclass(frozen=True)
class Word:
    """A message of the citizen that waits for an answer: how it stands to its limit, since when, until when."""

    due: Due
    span: str


@dataclass(frozen=True)
class Line:
    """One case of the list. `tags` are pairs of look and words."""

    key: str
    address: str
    title: str
    code: str
    is_new: bool
    tags: list[tuple[str, str]]
    main_agency: str
    due: Due
    word: Word | None
    waits_for_citizen: bool
    tone: str
    state: str
    topic: str
    area: str
    agency: str
    officer: str


def lines_of(cases: Sequence[Case], actor: Actor, now: datetime) -> Iterator[Line]:
    """The cases of a page, as `queries.desk.page_of` gives them, in the words of their reader."""
    before, after = reverse("pakn_desk:case", args=[0]).rsplit("0", 1)
    known = naming(cases, timezone.localdate(now))
    topics, areas, agencies = known.topic.names, known.area.names, known.agency.names
    corrections = in_hand_of(actor)
    states = {state.value: (TONE[state], str(state.label)) for state in State}
    for case in cases:
        due, joined, correction = due_of(case, now), sees_as_partner(actor, case), corrections.get(case.pk, "")
        tone, state = states[case.state]
        yield Line(
            key=str(case.pk),
            address=f"{before}{case.pk}{after}",
            title=case.title,
            code=case.code,
            is_new=case.news,  # type: ignore[attr-defined]
            tags=list(_tags(case, due, joined, correction)),
            main_agency=agencies.get(case.agency_id or 0, "") if joined else "",
            due=due,
            word=_word(case, now),
            waits_for_citizen=case.word_by == Side.CITIZEN,
            tone=tone,
            state=state,
            topic=topics[case.topic_id],
            area=areas[case.area_id],
            agency=agencies.get(case.agency_id or 0, ""),
            officer=str(case.officer or ""),
        )


def _tags(case: Case, due: Due, joined: bool, correction: str) -> Iterator[tuple[str, str]]:
    """What sets a case apart from most others."""
    if case.level != Level.NORMAL:
        yield case.level, str(Level(case.level).label)
    if joined:
        yield "wait", _("Phối hợp")
    if case.told_above and due.kind == "late":  # type: ignore[attr-defined]
        yield "warn", _("Đã báo cấp trên")
    if correction:
        returned = correction == Reply.Status.RETURNED
        yield ("warn", _("Đính chính bị trả lại")) if returned else ("wait", _("Đính chính chờ duyệt"))
    if case.declines and case.state == State.RECEIVED:
        yield "warn", _("Bị trả lại %(number)s lần") % {"number": case.declines}


def _word(case: Case, now: datetime) -> Word | None:
    due = word_due_of(case, now)
    if due is None or due.since is None:
        return None
    since = timezone.localtime(due.since)
    return Word(due, _("chờ từ %(since)s, hạn %(due)s") % {"since": f"{since:%H:%M %d/%m}", "due": due.exactly})
