"""What each action leaves behind: one function an action, the twin of the service that bears its name."""

from typing import Any

from pakn_plugin import chain
from pakn_plugin.bulk import texts, words
from pakn_plugin.bulk.book import Desk
from pakn_plugin.bulk.life import CITIZEN, SYSTEM, Life, Who, staff
from pakn_plugin.models import Reply, Review, Transfer
from pakn_plugin.states import Action, Channel, Level, Score, State

OPERATOR_REASON = "Thuộc phạm vi quản lý của cơ quan."
NOT_COMPETENT = "Nội dung không thuộc thẩm quyền của đơn vị."
REFUSED_BECAUSE = "Nội dung chưa đủ điều kiện để tiếp nhận; xin xem hướng dẫn kèm theo."
REVIEWED = "Đã đối chiếu hồ sơ và kết quả xử lý tại hiện trường."
REMARK = "Cần nêu rõ thời hạn khắc phục."
Outcome = Transfer.Outcome
Status = Reply.Status


def file(life: Life, by: Who) -> None:
    """The first event; staff enter what came by telephone or mail somewhat later."""
    data: dict[str, Any] = {"channel": life.values["channel"], "photos": 0}
    if by != CITIZEN:
        data["filed_at"] = life.values["filed_at"].isoformat()
    life.record(Action.FILE, "", by, chain.encoded(data))


def receive(life: Life, operator: int) -> None:
    """The operator takes the case up."""
    life.step(Action.RECEIVE, State.RECEIVED, staff(operator))


def classify(life: Life, operator: int, level: Level) -> None:
    """The operator looks at field, commune and level."""
    data = {"topic": life.topic.code, "area": life.area.pk, "level": level.value}
    life.step(Action.CLASSIFY, None, staff(operator), data, level=level.value)


def publish(life: Life, operator: int) -> None:
    """A public copy, approved by the operator."""
    title, body = life.values["title"], life.values["text"]
    row = life.keep(
        "Publication",
        public_id="".join(life.rng.choices("0123456789abcdefghjkmnpqrstvwxyz", k=10)),
        title=title,
        text=body,
        folded=f"{life.words} {texts.folded(life.area.name)}",
        approved_by_id=operator,
        approved_at=life.at,
        withdrawn_at=None,
    )
    life.step(Action.PUBLISH, None, staff(operator), {"publication": row["id"]})


def request_info(life: Life, who: int) -> None:
    """Ask the citizen; the clock stands still."""
    message = _say(life, staff(who))
    life.step(Action.REQUEST_INFO, State.NEEDS_INFO, staff(who), {"message": message}, resume_state=life.stands.value)


def supply_info(life: Life) -> None:
    """The citizen answers."""
    message = _say(life, CITIZEN)
    life.step(Action.SUPPLY_INFO, State(life.values["resume_state"]), CITIZEN, {"message": message}, resume_state="")


def expire_info(life: Life) -> None:
    """The citizen did not answer."""
    life.step(Action.EXPIRE_INFO, State.CLOSED)


def restrict(life: Life, operator: int) -> None:
    """The operator marks a denunciation."""
    life.step(Action.RESTRICT, None, staff(operator), restricted=True)


def refuse(life: Life, who: int, reason: tuple[int, str], restricted: bool) -> None:
    """Not taken up, with a reason; a public copy ends with it."""
    values = {"refusal_reason_id": reason[0], "refusal_text": REFUSED_BECAUSE, "restricted": restricted}
    life.step(Action.REFUSE, State.REFUSED, staff(who), {"reason": reason[1]}, **values)
    _unpublish(life)


def merge(life: Life, operator: int, main: int) -> None:
    """A duplicate follows its main case."""
    life.step(Action.MERGE, State.MERGED, staff(operator), {"main": main, "carried": 0}, merged_into_id=main)
    _unpublish(life)


def withdraw(life: Life) -> None:
    """The citizen takes the case back."""
    for row in life.kept["Transfer"]:
        if row["outcome"] == Outcome.PENDING.value:
            row |= {"outcome": Outcome.WITHDRAWN.value, "decided_at": life.at}
    life.step(Action.WITHDRAW, State.WITHDRAWN, CITIZEN)
    _unpublish(life)


def transfer(life: Life, operator: int, desk: Desk, by_leader: bool) -> None:
    """Propose the case to an agency."""
    row = life.keep(
        "Transfer",
        agency_id=desk.pk,
        reason=OPERATOR_REASON,
        legal_basis="",
        by_leader=by_leader,
        proposed_by_id=operator,
        proposed_at=life.at,
        outcome=Outcome.PENDING.value,
        decided_at=None,
        decline_reason="",
        suggested_agency_id=None,
    )
    data = {"transfer": row["id"], "to": desk.code, "by_leader": by_leader}
    life.step(Action.TRANSFER, State.TRANSFERRED, staff(operator), data, agency_id=desk.pk, officer_id=None)


def accept(life: Life, who: Who, officer: int | None) -> None:
    """The agency (or its silence) accepts."""
    data = _decide(life, Outcome.ACCEPTED)
    life.step(Action.ACCEPT, State.PROCESSING, who, data, officer_id=officer)


def give_back(life: Life, who: Who, suggested: Desk | None) -> None:
    """Back to the operator: declined, sent back after acceptance, or nobody answered in time."""
    action = Action.SEND_BACK if life.stands == State.PROCESSING else Action.DECLINE
    outcome = Outcome.SENT_BACK if action == Action.SEND_BACK else Outcome.DECLINED
    if who == SYSTEM:
        outcome = Outcome.ESCALATED
    reason = "" if who == SYSTEM else NOT_COMPETENT
    data = _decide(life, outcome, decline_reason=reason, suggested_agency_id=suggested.pk if suggested else None)
    declines = life.values["declines"] + (outcome != Outcome.ESCALATED)
    life.step(action, State.RECEIVED, who, data, agency_id=None, officer_id=None, declines=declines)


def assign(life: Life, desk: Desk) -> None:
    """The coordinator names the officer."""
    life.step(Action.ASSIGN, None, staff(desk.coordinator), {"officer": desk.officer}, officer_id=desk.officer)


def note(life: Life, who: int) -> None:
    """An internal remark."""
    life.step(Action.NOTE, None, staff(who), {"note": _remark(life, who)})


def message(life: Life, who: Who) -> None:
    """A word to the citizen, or from the citizen, who then waits for an answer."""
    action = Action.ANSWER_MESSAGE if who == CITIZEN else Action.MESSAGE
    said = _say(life, who, asks=who == CITIZEN)
    if who == CITIZEN:
        words.owe(life)
    life.step(action, None, who, {"message": said})


def draft(life: Life, officer: int) -> None:
    """The officer begins a reply."""
    row = _written(life, officer, Status.DRAFT)
    life.step(Action.DRAFT_REPLY, None, staff(officer), {"reply": row["id"]})


def submit(life: Life, officer: int) -> None:
    """The officer writes the reply, or goes on with the draft, and sends it for approval."""
    row = _written(life, officer, Status.PENDING)
    life.step(Action.SUBMIT_REPLY, State.AWAITING_APPROVAL, staff(officer), {"reply": row["id"]})


def return_reply(life: Life, leader: int) -> None:
    """The leader gives the draft back with a remark."""
    row = life.kept["Reply"][-1]
    row["status"] = Status.RETURNED.value
    data = {"reply": row["id"], "note": _remark(life, leader)}
    life.step(Action.RETURN_REPLY, State.PROCESSING, staff(leader), data)


def approve(life: Life, leader: int) -> None:
    """The leader publishes the reply."""
    row = life.kept["Reply"][-1]
    row |= {"status": Status.PUBLISHED.value, "approver_id": leader, "published_at": life.at}
    data = {"reply": row["id"], "number": row["number"]}
    answered = life.values["answered_at"] or life.at
    life.step(Action.APPROVE, State.ANSWERED, staff(leader), data, answered_at=answered)


def rate(life: Life, score: Score) -> int:
    """The citizen's verdict; returns the rating's id."""
    reply = life.kept["Reply"][-1]["id"]
    rating = life.add("Rating", reply, score.value, "", life.at)
    data = {"rating": rating, "reply": reply, "score": score.value}
    if score == Score.UNSATISFIED:
        life.step(Action.CONTEST, State.UNDER_REVIEW, CITIZEN, data)
    else:
        life.step(Action.RATE_CLOSE, State.CLOSED, CITIZEN, data)
    return rating


# What a simulated review leaves open: cause, act, its text, agency and day, remark.
UNSAID = (None, None, "", None, None, "")


def review(life: Life, reviewer: int, rating: int, outcome: Review.Outcome) -> None:
    """The reviewer keeps the result or sends the case back to work."""
    pk = life.ids.take("Review")
    life.rows["Review"].append((pk, rating, reviewer, outcome.value, REVIEWED, life.at, *UNSAID))
    data = {"review": pk, "outcome": outcome.value}
    if outcome == Review.Outcome.UPHELD:
        life.step(Action.UPHOLD, State.CLOSED, staff(reviewer), data)
    else:
        life.step(Action.REOPEN_REVIEW, State.PROCESSING, staff(reviewer), data)


def reopen(life: Life) -> None:
    """The citizen's own reopening."""
    data = {"message": _say(life, CITIZEN)}
    life.step(Action.REOPEN, State.PROCESSING, CITIZEN, data, reopened_at=life.at)


def expire_rating(life: Life) -> None:
    """Nobody rated."""
    life.step(Action.EXPIRE_RATING, State.CLOSED)


def by_staff(life: Life) -> bool:
    """Whether the operator entered the case for a citizen."""
    return life.values["channel"] in (Channel.HOTLINE.value, Channel.EMAIL.value)


def _say(life: Life, who: Who, asks: bool = False) -> int:
    citizen = who == CITIZEN
    by = {"author_id": None if citizen else who[1], "agency_id": None if citizen else life.values["agency_id"]}
    said = {"from_citizen": citizen, **by, "text": texts.message(life.rng), "sent_at": life.at, "asks": asks}
    row = life.keep("Message", **said, settled_at=None, settled_as="", settled_agency_id=None, settled_minutes=None)
    return int(row["id"])


def _remark(life: Life, who: int) -> int:
    return life.add("Note", who, life.values["agency_id"], REMARK, life.at)


def _written(life: Life, officer: int, status: Reply.Status) -> dict[str, Any]:
    """The open draft with its new text, or the next reply."""
    known = life.kept["Reply"]
    changed = {"text": texts.reply(life.rng), "status": status.value, "drafted_at": life.at}
    if known and known[-1]["status"] != Status.PUBLISHED.value:
        known[-1] |= changed
        return known[-1]
    who = {"agency_id": life.values["agency_id"], "author_id": officer, "approver_id": None}
    plain = {"published_at": None, "on_behalf_id": None, "corrects_id": None, "correction_reason": ""}
    return life.keep("Reply", number=len(known) + 1, **who, **changed, **plain)


def _decide(life: Life, outcome: Transfer.Outcome, **values: Any) -> dict[str, Any]:
    row = life.kept["Transfer"][-1]
    row |= {"outcome": outcome.value, "decided_at": life.at, **values}
    return {"transfer": row["id"], "outcome": outcome.value, "agency": row["agency_id"]}


def _unpublish(life: Life) -> None:
    for row in life.kept["Publication"]:
        row["withdrawn_at"] = life.at
