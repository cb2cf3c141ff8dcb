"""A review keeps cause, act and remark inside; its reason to the citizen is no copy of them."""

from datetime import datetime, timedelta

import pytest

from pakn_plugin import access
from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Case, CorrectiveAct, DissatisfactionReason, Event, Note, Rating, Review, ReviewCause
from pakn_plugin.queries import internal
from pakn_plugin.services import conversation, lists, rating, reply
from pakn_plugin.services.reply import Held
from pakn_plugin.services.review import Assessment
from pakn_plugin.states import Action, Role, Score, State
from tests.factories import Cases, World, citizen, unsent

REMARK = "Cán bộ chưa đến hiện trường lần nào, chỉ gọi điện hỏi tổ trưởng dân phố rồi soạn trả lời."
ACT = "Sở họp kiểm điểm bộ phận chiếu sáng và gửi biên bản về văn phòng trước cuối tháng."
PLAIN = "Ngày 5/3 cơ quan đã kiểm tra lại cả sáu trụ đèn."
BAD = "Xin hỏi lại bà Trần Thị Kim Loan."
EMPTY = "Xin cảm ơn ông bà đã quan tâm, kết quả theo quy định."


def found(**changes: object) -> Assessment:
    """An assessment with everything in it."""
    cause, act = ReviewCause.objects.get(code="chua-kiem-tra"), CorrectiveAct.objects.get(code="rut-kinh-nghiem")
    return Assessment(**{"cause": cause, "act": act, "act_text": ACT, "remark": REMARK} | changes)


@pytest.fixture
def case(case_in: Cases) -> Case:
    return case_in(State.UNDER_REVIEW)


def test_every_installation_has_the_lists_and_keeps_what_was_changed(db: None) -> None:
    of_model = {DissatisfactionReason: lists.REASONS, ReviewCause: lists.CAUSES, CorrectiveAct: lists.ACTS}
    for model, rows in of_model.items():
        assert list(model.objects.values_list("code", "label", "label_en")) == list(rows)
    ReviewCause.objects.filter(code="khac").update(label="Khác nữa", active=False)
    CorrectiveAct.objects.filter(code="khac").delete()
    lists.ensure()
    assert ReviewCause.objects.get(code="khac").label == "Khác nữa"
    assert CorrectiveAct.objects.filter(code="khac").count() == 1
    assert ReviewCause.objects.count() == len(lists.CAUSES)


@pytest.mark.parametrize(
    ("verb", "outcome"),
    [(rating.uphold, Review.Outcome.UPHELD), (rating.reopen_after_review, Review.Outcome.REOPENED)],
)
def test_both_halves_are_kept_and_the_event_holds_ids_only(
    verb: object, outcome: str, case: Case, world: World, now: datetime
) -> None:
    day = (now + timedelta(days=9)).date()
    verb(case.pk, world.reviewer, PLAIN, now, found(act_agency=world.a.agency, act_due=day))  # type: ignore[operator]
    row = Review.objects.get()
    assert (row.outcome, row.reason, row.remark, row.act_text) == (outcome, PLAIN, REMARK, ACT)
    assert (row.cause.code, row.act.code) == ("chua-kiem-tra", "rut-kinh-nghiem")
    assert (row.act_agency, row.act_due) == (world.a.agency, day)
    event = Event.objects.filter(case=case).latest("number")
    assert event.data == {"review": row.pk, "outcome": outcome}


@pytest.mark.parametrize("copied", [REMARK, ACT])
def test_a_copy_of_what_is_just_being_written_is_held(copied: str, case: Case, world: World, now: datetime) -> None:
    with pytest.raises(Held):
        rating.uphold(case.pk, world.reviewer, copied, now, found())
    assert not Review.objects.exists()
    rating.uphold(case.pk, world.reviewer, copied, now, found(), overruling="Người dân đã biết việc này.")
    note = Note.objects.get(case=case)
    assert "Người dân đã biết việc này." in note.text
    assert Event.objects.filter(case=case).latest("number").data["note"] == note.pk


def test_a_copied_note_is_held_as_well(case: Case, world: World, now: datetime) -> None:
    conversation.add_note(case.pk, world.reviewer, REMARK, now)
    with pytest.raises(Held):
        rating.reopen_after_review(case.pk, world.reviewer, REMARK, now)


def test_a_warning_has_to_be_confirmed(case: Case, world: World, now: datetime) -> None:
    with pytest.raises(Held):
        rating.uphold(case.pk, world.reviewer, BAD, now, found(), confirmed=False)
    rating.uphold(case.pk, world.reviewer, BAD, now, found(), confirmed=True)
    assert not Note.objects.filter(case=case).exists()


def test_a_reason_is_no_reply_and_need_not_say_what_was_done(case: Case, world: World, now: datetime) -> None:
    assert internal.compare(case, EMPTY, answers=True).warns
    assert rating.uphold(case.pk, world.reviewer, EMPTY, now, found(), confirmed=False)


def test_later_replies_are_compared_with_the_inside_of_the_review(case: Case, world: World, now: datetime) -> None:
    rating.reopen_after_review(case.pk, world.reviewer, PLAIN, now, found())
    again = Case.objects.select_related("reporter").get(pk=case.pk)
    for copied in (REMARK, ACT):
        assert internal.compare(again, copied).blocks
        with pytest.raises(Held):
            reply.write_and_submit(case.pk, world.a.officer, copied, now)
    assert not internal.compare(again, PLAIN).blocks


def test_what_the_citizen_wrote_and_read_is_no_secret(case: Case, world: World, now: datetime) -> None:
    words = "Sáu trụ đèn vẫn tắt từ tối thứ Hai, riêng trụ đầu hẻm thì chớp liên tục cả đêm."
    Rating.objects.filter(case=case).update(comment=words)
    rating.reopen_after_review(case.pk, world.reviewer, PLAIN, now)
    conversation.add_note(case.pk, world.reviewer, f"{words} {PLAIN}", now)
    again = Case.objects.select_related("reporter").get(pk=case.pk)
    assert not internal.compare(again, words).blocks
    assert not internal.compare(again, PLAIN).blocks


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_author_and_approver_do_not_review_through_another_membership(
    who: str, case: Case, world: World, now: datetime
) -> None:
    """The role of a reviewer comes from another agency: the person is the same all the same."""
    user = getattr(world.a, who).user
    user.pakn_memberships.create(agency=world.office, role=Role.REVIEWER)
    them = access.actor_for(user)
    for verb, action in ((rating.uphold, Action.UPHOLD), (rating.reopen_after_review, Action.REOPEN_REVIEW)):
        assert not access.can(them, action, case)
        with unsent(), pytest.raises(NotAllowed):
            verb(case.pk, them, PLAIN, now)
    assert access.can(world.reviewer, Action.UPHOLD, case)


def test_reasons_and_words_are_added_once_until_the_review(case: Case, world: World, now: datetime) -> None:
    read, why = case.replies.get().pk, DissatisfactionReason.objects.get(code="qua-cham")
    row = rating.say_more(case.pk, citizen(case.pk), read, "Đổi ý.", now, [why.pk])
    assert (row.comment, list(row.reasons.all())) == ("Vẫn tối.", [why])
    assert Event.objects.filter(case=case).latest("number").data == {"rating": row.pk}
    with pytest.raises(StateChanged):
        rating.say_more(case.pk, citizen(case.pk), read, "Nữa.", now, [why.pk])


@pytest.mark.parametrize("late", ["reviewed", "after a week"])
def test_nothing_is_added_when_it_is_late(late: str, case: Case, world: World, now: datetime) -> None:
    read, why = case.replies.get().pk, DissatisfactionReason.objects.get(code="qua-cham")
    if late == "reviewed":
        rating.uphold(case.pk, world.reviewer, PLAIN, now)
    moment = now + (timedelta(days=8) if late == "after a week" else timedelta(0))
    with pytest.raises(StateChanged):
        rating.say_more(case.pk, citizen(case.pk), read, "", moment, [why.pk])
    assert not Rating.objects.get().reasons.exists()


def test_nothing_said_adds_nothing(case: Case, now: datetime) -> None:
    events = Event.objects.count()
    with pytest.raises(ValueError):
        rating.say_more(case.pk, citizen(case.pk), case.replies.get().pk, " ", now)
    assert Event.objects.count() == events


def test_somebody_else_adds_nothing(case: Case, case_in: Cases, now: datetime) -> None:
    other = citizen(case_in(State.UNDER_REVIEW).pk)
    with pytest.raises(NotAllowed):
        rating.say_more(case.pk, other, case.replies.get().pk, "Chen vào.", now)


def test_a_satisfied_citizen_keeps_no_reasons(case_in: Cases, now: datetime) -> None:
    case, why = case_in(State.ANSWERED), DissatisfactionReason.objects.get(code="qua-cham")
    rating.rate(case.pk, citizen(case.pk), Score.SATISFIED, "", now, [why.pk])
    assert not Rating.objects.get().reasons.exists()


def test_a_verdict_belongs_to_the_answer_that_was_read(case_in: Cases, world: World, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    old = case.replies.get().pk
    rating.reopen(case.pk, citizen(case.pk), "Còn trụ số 6.", now)
    reply.write_and_submit(case.pk, world.a.officer, PLAIN, now)
    reply.approve(case.pk, world.a.leader, now)
    with pytest.raises(rating.Superseded):
        rating.rate(case.pk, citizen(case.pk), Score.SATISFIED, "", now, read=old)
    assert not Rating.objects.exists()
    row = rating.rate(case.pk, citizen(case.pk), Score.SATISFIED, "", now, read=case.replies.latest("number").pk)
    assert row.reply.number == 2
