"""What a reply says to the points of its case: set with the draft, whole before anybody decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import StateChanged
from pakn_plugin.answers import LONGEST_WORDS, Answer, Outcome, Point, Side, answers_of, matched, points_of, spoken
from pakn_plugin.models import Case, Photo, Reply
from pakn_plugin.models.desk import unfilled
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import structure
from pakn_plugin.services import documents, photos
from pakn_plugin.services.documents import NO_PAPERS, Papers


class Unanswered(StateChanged):
    """The reply leaves a point of the case open."""


@dataclass(frozen=True)
class Extras:
    """What a reply says beside its text: an answer to each point, pictures of the state before, documents.

    `before` are new pictures, `filed` ids of the citizen's own photos, `turned` ids of the draft's photos that show the
    state before (None: as they were). All others show the state after.
    """

    answers: Sequence[Answer] = ()
    before: Sequence[Picture] = ()
    filed: Sequence[int] = ()
    turned: Sequence[int] | None = None
    papers: Papers = NO_PAPERS


NOTHING = Extras()


def fill(reply: Reply, case: Case, extras: Extras) -> None:
    """Put the answers on a reply, which the caller saves: one for each point as it stands now."""
    say(reply, points_of(case.points), extras.answers)
    reply.before = list(extras.filed)


def say(reply: Reply, points: Sequence[Point], given: Sequence[Answer]) -> None:
    """Put one answer for each of these points on a reply, which the caller saves."""
    answers = [_clean(answer) for answer in matched(points, given)]
    reply.points = [answer.stored() for answer in answers]
    reply.words = spoken(answers)


def _clean(answer: Answer) -> Answer:
    """Only what belongs to the outcome, the agency with the name that it has now."""
    words = text.clean(answer.words)[:LONGEST_WORDS]
    dated = answer.outcome in (Outcome.DONE, Outcome.PROMISED, "")
    agency = answer.agency if answer.outcome in (Outcome.ELSEWHERE, "") else None
    name = structure.agencies().names.get(agency, "") if agency else ""
    day = answer.day if dated else None
    return replace(answer, day=day, words=words, agency=agency if name else None, agency_name=name)


def check_whole(reply: Reply, case: Case) -> None:
    """Raise Unanswered where the reply does not say something definite to each point as it stands now."""
    left = unfilled(reply.whole)
    if left:
        raise Unanswered(_("Còn chỗ điền chưa có nội dung: %(left)s.") % {"left": ", ".join(left)})
    answers = answers_of(reply.points)
    if [answer.point for answer in answers] != points_of(case.points):
        raise Unanswered(_("Các điều được hỏi đã thay đổi: hãy trả lời lại từng điều rồi trình."))
    check_gaps(answers)


def check_gaps(answers: Sequence[Answer]) -> None:
    """Raise Unanswered where an answer lacks a part."""
    if any(answer.gap for answer in answers):
        raise Unanswered(_("Còn điều được hỏi chưa có kết quả, ngày hẹn, căn cứ hoặc cơ quan."))


def keep_files(case: Case, reply: Reply, pictures: Sequence[Picture], dropped: Sequence[int], extras: Extras) -> None:
    """Store the draft's new pictures and documents, drop and turn those that it had."""
    own = Photo.objects.filter(reply=reply)
    if dropped:
        own.filter(pk__in=dropped).delete()
    if extras.turned is not None:
        own.filter(pk__in=extras.turned).update(side=Side.BEFORE)
        own.exclude(pk__in=extras.turned).update(side=Side.AFTER)
    photos.attach(case, pictures, reply=reply, side=Side.AFTER)
    photos.attach(case, extras.before, reply=reply, side=Side.BEFORE)
    documents.change(case, reply, extras.papers)
