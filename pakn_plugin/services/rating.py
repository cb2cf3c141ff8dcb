"""The citizen's verdict and the second chance: rate, review, reopen."""

from datetime import datetime

from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import SYSTEM, Actor, NotAllowed, StateChanged, moved_on
from pakn_plugin.models import Case, Rating, Reply, Review
from pakn_plugin.queries import clock
from pakn_plugin.queries.rules import Rules
from pakn_plugin.services.conversation import write_message
from pakn_plugin.services.moves import Move, moving, only_when_due
from pakn_plugin.states import Action, Score, Stage


def rate(case_id: int, actor: Actor, score: Score, comment: str, now: datetime) -> Rating:
    """Rate the latest published reply: unsatisfied goes to review, anything else ends the case.

    Raises StateChanged where this reply has been rated already.
    """
    action = Action.CONTEST if score == Score.UNSATISFIED else Action.RATE_CLOSE
    with moving(case_id, actor, action, now) as move:
        reply = last_reply(move.case)
        if reply is None or Rating.objects.filter(reply=reply).exists():
            raise StateChanged(moved_on(move.case))
        rating = Rating.objects.create(
            case=move.case, reply=reply, score=score, comment=text.clean(comment), rated_at=now
        )
        move.data = {"rating": rating.pk, "reply": reply.pk, "score": score.value}
        return rating


def uphold(case_id: int, actor: Actor, reason: str, now: datetime) -> Review:
    """The reviewer keeps the result, with a reason to the citizen."""
    with moving(case_id, actor, Action.UPHOLD, now) as move:
        return _review(move, actor, Review.Outcome.UPHELD, reason)


def reopen_after_review(case_id: int, actor: Actor, reason: str, now: datetime) -> Review:
    """The reviewer sends the case back to be handled again."""
    with moving(case_id, actor, Action.REOPEN_REVIEW, now) as move:
        return _review(move, actor, Review.Outcome.REOPENED, reason)


def reopen(case_id: int, actor: Actor, missing: str, now: datetime) -> Case:
    """The citizen's own reopening: once, within the window after the last reply, with what is still missing."""
    with moving(case_id, actor, Action.REOPEN, now) as move:
        case = move.case
        if not may_reopen(case, now):
            raise NotAllowed(_("Phản ánh này không thể đề nghị xử lý lại nữa."))
        case.reopened_at = now
        message = write_message(case, actor, missing, now)
        move.data = {"message": message.pk}
        return case


def expire_rating(case_id: int, now: datetime) -> Case:
    """The window for a rating has passed."""
    with moving(case_id, SYSTEM, Action.EXPIRE_RATING, now) as move:
        only_when_due(move)
        return move.case


def last_reply(case: Case) -> Reply | None:
    """The reply that the citizen reads."""
    return Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED).order_by("-number").first()


def last_answer(case: Case) -> Reply | None:
    """The reply from which windows run: a correction of it opens none anew."""
    published = Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED, corrects=None)
    return published.order_by("-number").first()


def may_reopen(case: Case, now: datetime) -> bool:
    """Whether the citizen can still reopen: not done before, a reply was published, the window is open."""
    return in_window(case, last_answer(case), now)


def in_window(case: Case, reply: Reply | None, now: datetime, rules: Rules | None = None) -> bool:
    """The same where the last published reply, and perhaps the rules of time, are at hand."""
    if case.reopened_at or reply is None or reply.published_at is None:
        return False
    return now <= clock.stage_due(case, Stage.REOPENING, reply.published_at, rules)


def _review(move: Move, actor: Actor, outcome: Review.Outcome, reason: str) -> Review:
    if not reason.strip():
        raise ValueError("a review needs a reason to the citizen")
    rating = Rating.objects.filter(case=move.case, score=Score.UNSATISFIED).latest("rated_at")
    review = Review.objects.create(
        rating=rating, reviewer=actor.user, outcome=outcome, reason=text.clean(reason), decided_at=move.now
    )
    move.data = {"review": review.pk, "outcome": outcome.value}
    return review
