"""What a review says: inside, cause, corrective act and remark; to the citizen, a reason that is no copy of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import Actor
from pakn_plugin.models import Agency, CorrectiveAct, Note, Rating, Review, ReviewCause
from pakn_plugin.queries import internal
from pakn_plugin.services.conversation import write_note
from pakn_plugin.services.moves import Move
from pakn_plugin.services.reply import Held
from pakn_plugin.states import Score


@dataclass(frozen=True)
class Assessment:
    """What a review found. It stays inside the offices: the citizen reads outcome and reason alone."""

    cause: ReviewCause | None = None
    act: CorrectiveAct | None = None
    act_text: str = ""
    act_agency: Agency | None = None
    act_due: date | None = None
    remark: str = ""

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Its texts with their kinds, as the comparison takes them."""
        return [(kind, body) for kind, body in (("review", self.remark), ("act", self.act_text)) if body]


NOTHING_INSIDE = Assessment()


def write_review(
    move: Move,
    actor: Actor,
    outcome: Review.Outcome,
    reason: str,
    found: Assessment,
    overruling: str = "",
    confirmed: bool = True,
) -> Review:
    """Write the review of the case's unsatisfied verdict. Raises ValueError without a reason to the citizen.

    Where the reason repeats an internal text, Held is raised unless `overruling` says why it goes out, which is kept
    as a note; where something else was found, unless it is `confirmed` that somebody has looked at it.
    """
    if not reason.strip():
        raise ValueError("a review needs a reason to the citizen")
    note = _weigh(move, actor, reason, found, overruling, confirmed)
    rating = Rating.objects.filter(case=move.case, score=Score.UNSATISFIED).latest("rated_at")
    review = Review.objects.create(
        rating=rating,
        reviewer=actor.user,
        outcome=outcome,
        reason=text.clean(reason),
        cause=found.cause,
        act=found.act,
        act_text=text.clean(found.act_text),
        act_agency=found.act_agency,
        act_due=found.act_due,
        remark=text.clean(found.remark),
        decided_at=move.now,
    )
    move.data = {"review": review.pk, "outcome": outcome.value} | ({"note": note.pk} if note else {})
    return review


def _weigh(move: Move, actor: Actor, reason: str, found: Assessment, why: str, confirmed: bool) -> Note | None:
    """The note that keeps why a copied reason goes out; none where it is no copy."""
    result = internal.compare(move.case, reason, more=found.texts)
    if result.blocks and not text.clean(why):
        raise Held(_("Lý do gửi người dân trùng với văn bản nội bộ. Hãy viết lại, hoặc nêu lý do vẫn gửi."))
    if result.findings and not result.blocks and not confirmed:
        raise Held(_("Hãy xem các điểm được đánh dấu, sửa lại hoặc xác nhận vẫn gửi."))
    if not result.blocks:
        return None
    words = _("Gửi lý do rà soát dù trùng với văn bản nội bộ: %s") % text.clean(why)
    return write_note(move.case, actor, words, move.now)
