"""The citizen's verdict and the second chance: rate, say more, review, reopen."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import SYSTEM, Actor, NotAllowed, StateChanged, moved_on
from pakn_plugin.models import Case, DissatisfactionReason, Rating, Reply, Review
from pakn_plugin.models.conversation import latest_reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import clock
from pakn_plugin.queries.rules import Rules
from pakn_plugin.services import photos
from pakn_plugin.services.conversation import write_message
from pakn_plugin.services.moves import moving, only_when_due
from pakn_plugin.services.review import NOTHING_INSIDE, Assessment, write_review
from pakn_plugin.states import Action, Score, Stage

# So long after a verdict its reasons can still be given.
SAY_MORE = timedelta(days=7)
MOST_REASONS = 20


class Superseded(StateChanged):
    """Another reply was published since the one that this verdict is about: nothing is recorded."""


def rate(
    case_id: int,
    actor: Actor,
    score: Score,
    comment: str,
    now: datetime,
    reasons: Iterable[int] = (),
    read: int | None = None,
) -> Rating:
    """Rate the latest published reply: unsatisfied goes to review, anything else ends the case.

    `read` is the id of the reply that was before the citizen's eyes: Superseded is raised where it is not the latest
    any more. `reasons` are ids of the register. Raises StateChanged where this reply has been rated already.
    """
    action = Action.CONTEST if score == Score.UNSATISFIED else Action.RATE_CLOSE
    with moving(case_id, actor, action, now) as move:
        reply = last_reply(move.case)
        if reply is None or Rating.objects.filter(reply=reply).exists():
            raise StateChanged(moved_on(move.case))
        if read is not None and read != reply.pk:
            raise Superseded(
                _("Câu trả lời đã được cập nhật sau khi bạn mở trang. Hãy đọc bản mới ở đây rồi đánh giá.")
            )
        rating = Rating.objects.create(
            case=move.case, reply=reply, score=score, comment=text.clean(comment), rated_at=now
        )
        _give_reasons(rating, () if score == Score.SATISFIED else reasons)
        move.data = {"rating": rating.pk, "reply": reply.pk, "score": score.value}
        return rating


def say_more(case_id: int, actor: Actor, read: int, comment: str, now: datetime, reasons: Iterable[int] = ()) -> Rating:
    """Add what a verdict lacks, its reasons or its words; what was said before stays as it was.

    `read` is the id of the rated reply. Raises StateChanged where it was reviewed meanwhile, or where nothing is left
    to be added; ValueError where nothing is said.
    """
    with moving(case_id, actor, Action.EXPLAIN_RATING, now) as move:
        rating = Rating.objects.select_related("review", "reply").filter(case=move.case, reply=read).first()
        lacks = lacking(rating, bool(rating and rating.reasons.exists()), now) if rating else frozenset()
        if rating is None or not lacks:
            raise StateChanged(_("Đánh giá này không thể bổ sung nữa."))
        if "comment" in lacks and text.clean(comment):
            rating.comment = text.clean(comment)
            rating.save(update_fields=["comment"])
        elif not ("reasons" in lacks and list(reasons)):
            raise ValueError("nothing is said")
        if "reasons" in lacks:
            _give_reasons(rating, reasons)
        move.data = {"rating": rating.pk}
        return rating


def lacking(rating: Rating, has_reasons: bool, now: datetime) -> frozenset[str]:
    """What can still be added to a verdict: "reasons", "comment". Nothing after its review or after a week."""
    if hasattr(rating, "review") or now > rating.rated_at + SAY_MORE:
        return frozenset()
    open_parts = {"comment": not rating.comment, "reasons": not has_reasons and rating.score != Score.SATISFIED}
    return frozenset(name for name, is_open in open_parts.items() if is_open)


def uphold(
    case_id: int,
    actor: Actor,
    reason: str,
    now: datetime,
    found: Assessment = NOTHING_INSIDE,
    overruling: str = "",
    confirmed: bool = True,
) -> Review:
    """The reviewer keeps the result, with a reason to the citizen. Raises as `write_review` does."""
    with moving(case_id, actor, Action.UPHOLD, now) as move:
        return write_review(move, actor, Review.Outcome.UPHELD, reason, found, overruling, confirmed)


def reopen_after_review(
    case_id: int,
    actor: Actor,
    reason: str,
    now: datetime,
    found: Assessment = NOTHING_INSIDE,
    overruling: str = "",
    confirmed: bool = True,
) -> Review:
    """The reviewer sends the case back to be handled again, with what must be done. Raises as `write_review` does."""
    with moving(case_id, actor, Action.REOPEN_REVIEW, now) as move:
        return write_review(move, actor, Review.Outcome.REOPENED, reason, found, overruling, confirmed)


def reopen(case_id: int, actor: Actor, missing: str, now: datetime, pictures: Sequence[Picture] = ()) -> Case:
    """The citizen's own reopening: once, within the window after the last reply, with what is still missing."""
    with moving(case_id, actor, Action.REOPEN, now) as move:
        case = move.case
        too_late = no_reopening(case, last_reply(case), now)
        if too_late:
            raise NotAllowed(too_late)
        case.reopened_at = now
        message = write_message(case, actor, missing, now)
        photos.attach(case, pictures, message=message)
        move.data = {"message": message.pk}
        return case


def expire_rating(case_id: int, now: datetime) -> Case:
    """The window for a rating has passed."""
    with moving(case_id, SYSTEM, Action.EXPIRE_RATING, now) as move:
        only_when_due(move)
        return move.case


def last_reply(case: Case) -> Reply | None:
    """The reply that the citizen reads."""
    return latest_reply(case)


def last_answer(case: Case) -> Reply | None:
    """The reply from which windows run: a correction of it opens none anew."""
    published = Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED, corrects=None)
    return published.order_by("-number").first()


def may_reopen(case: Case, now: datetime) -> bool:
    """Whether the citizen can still reopen: not done before, a reply was published, the window is open."""
    return not no_reopening(case, last_answer(case), now)


def reopening_until(case: Case, reply: Reply, rules: Rules | None = None) -> datetime:
    """The last moment for the citizen's own reopening after a published reply."""
    assert reply.published_at is not None  # a published reply has its moment
    return clock.stage_due(case, Stage.REOPENING, reply.published_at, rules)


def no_reopening(case: Case, reply: Reply | None, now: datetime, until: datetime | None = None) -> str:
    """Why the citizen cannot reopen the case (any more); empty where it is possible.

    Takes the last published reply, and the last moment after it where that is known already.
    """
    if reply is None:
        return _("Phản ánh chưa có câu trả lời nên chưa thể đề nghị xử lý lại.")
    if case.reopened_at:
        return _("Bạn đã đề nghị xử lý lại ngày %(day)s; mỗi phản ánh chỉ được đề nghị một lần.") % {
            "day": _day(case.reopened_at)
        }
    until = until or reopening_until(case, reply)
    if now > until:
        return _("Thời hạn đề nghị xử lý lại đã hết lúc %(until)s.") % {"until": _moment(until)}
    return ""


def _give_reasons(rating: Rating, reasons: Iterable[int]) -> None:
    """Reasons that are in use; what is not is left out without a word."""
    ids = list(reasons)[:MOST_REASONS]
    if ids:
        rating.reasons.set(DissatisfactionReason.objects.filter(pk__in=ids, active=True))


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
