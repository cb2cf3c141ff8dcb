"""The vocabulary of demo cases: each word of a case's `steps` is a method here and calls one service.

What is said at a step stands in the case's file under the name of what it is (`note`, `reply` …); a list is
used up one by one.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from pakn_plugin import text
from pakn_plugin.access import Actor, actor_for, citizen_of
from pakn_plugin.answers import Answer, Point, points_of
from pakn_plugin.demo import moments, pictures
from pakn_plugin.demo.reading import filing_key
from pakn_plugin.models import (
    Agency,
    Case,
    Commitment,
    Coordination,
    CorrectiveAct,
    DissatisfactionReason,
    Membership,
    Photo,
    Publication,
    RefusalReason,
    ReviewCause,
    Topic,
)
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import clock
from pakn_plugin.services import (
    conversation,
    coordination,
    corrections,
    handling,
    promises,
    publication,
    rating,
    reply,
    splitting,
    time_requests,
    transfer,
)
from pakn_plugin.services.answering import Extras
from pakn_plugin.services.review import Assessment
from pakn_plugin.states import WITH_AGENCY, Level, Role, Score, State

EXTENSION, VERIFICATION, ACT_DAYS = 3, 5, 10
COMMENTS = {Score.SATISFIED: "Cảm ơn, đã giải quyết xong."}


class Story:
    """One case on its way: who acts, what they say, and the moment, which each step moves a little."""

    case_id: int

    def __init__(self, spec: dict[str, Any], now: datetime) -> None:
        self.spec, self.now = spec, now
        self.chance = Random(spec["key"])
        self.calendar = clock.working_calendar(timezone.localdate(now))
        self.moment = moments.filed_at(spec["days"], spec.get("hour"), now, self.chance)
        self.used: dict[str, int] = {}
        self.left = spec["steps"].split().count("submit")

    def take(self, word: str, argument: str = "") -> None:
        """Do one step."""
        getattr(self, f"do_{word}")(argument)

    @property
    def case(self) -> Case:
        """The case as it stands, read anew."""
        return Case.objects.select_related("topic__agency", "area__agency", "agency").get(pk=self.case_id)

    def say(self, name: str, default: str = "") -> str:
        """The next text of that name."""
        texts = self.spec.get(name, default)
        if isinstance(texts, str):
            return texts
        self.used[name] = self.used.get(name, 0) + 1
        return texts[self.used[name] - 1]

    def office(self, least: int, most: int) -> datetime:
        """Staff act some working hours later."""
        return self._move(moments.in_office(self.moment, self.chance.randint(least, most), self.calendar, self.chance))

    def daytime(self, least: int, most: int) -> datetime:
        """A citizen acts some hours later."""
        return self._move(moments.in_daytime(self.moment, self.chance.randint(least, most), self.chance))

    def _move(self, moment: datetime) -> datetime:
        self.moment = max(self.moment, min(moment, self.now))
        return self.moment

    def member(self, role: Role, agency: Agency | None = None) -> Actor:
        """The member of staff who holds a role, in an agency where that matters."""
        rows = Membership.objects.filter(role=role, user__email__endswith="@example.vn").order_by("pk")
        if agency:
            rows = rows.filter(agency=agency)
        return actor_for(rows.select_related("user")[0].user)

    def mine(self, role: Role) -> Actor:
        """The holder of a role in the agency that has the case."""
        return self.member(role, self.case.agency)

    def handler(self) -> Actor:
        """Who works on the case: the officer once an agency has it, the operator before."""
        case = self.case
        return self.mine(Role.OFFICER) if case.state in WITH_AGENCY else self.member(Role.OPERATOR)

    def citizen(self) -> Actor:
        return citizen_of(self.case)

    def account(self, email: str) -> Any:
        """The reporter's account, where a demo citizen files."""
        return get_user_model().objects.filter(email=email).first() if email else None

    def photos(self, after: bool = False) -> Sequence[Picture]:
        kind = self.spec.get("photo")
        return [pictures.picture(kind, self.spec["key"], after)] if kind else []

    def do_wait(self, days: str) -> None:
        self._move(self.moment + timedelta(days=int(days)))

    def do_receive(self, _none: str) -> None:
        handling.receive(self.case_id, self.member(Role.OPERATOR), self.office(1, 3))

    def do_classify(self, level: str) -> None:
        case = self.case
        title = self.spec.get("title", case.title)
        asked = [Point(0, text) for text in self.spec.get("points", ())] or None
        chosen = handling.Classification(title, case.topic, case.area, Level(level or Level.NORMAL), asked)
        handling.classify(self.case_id, self.member(Role.OPERATOR), chosen, self.office(1, 1))

    def do_publish(self, _none: str) -> None:
        case, photos = self.case, Photo.objects.filter(case=self.case_id, message=None, reply=None)
        body = self.spec.get("public_text", text.mask_personal(case.text))
        operator, ids = self.member(Role.OPERATOR), list(photos.values_list("pk", flat=True))
        row = publication.publish(self.case_id, operator, case.title, body, ids, self.office(1, 1))
        address = "".join(Random(f"public:{self.spec['key']}").choices("0123456789abcdefghjkmnpqrstvwxyz", k=10))
        Publication.objects.filter(pk=row.pk).update(public_id=address)

    def do_transfer(self, agency: str) -> None:
        case = self.case
        target = Agency.objects.get(code=agency) if agency else case.topic.agency or case.area.agency
        if target is None:
            raise ValueError(f"no agency for the demo case {self.spec['key']}")
        why = "Thuộc lĩnh vực và địa bàn phụ trách của đơn vị."
        transfer.transfer(self.case_id, self.member(Role.OPERATOR), target, why, self.office(1, 2))

    def do_accept(self, _none: str) -> None:
        officer = self.mine(Role.OFFICER).user
        transfer.accept(self.case_id, self.mine(Role.COORDINATOR), self.office(1, 5), officer)

    def do_decline(self, suggested: str) -> None:
        self._give_back(transfer.decline, suggested)

    def do_sendback(self, suggested: str) -> None:
        self._give_back(transfer.send_back, suggested)

    def _give_back(self, verb: Any, suggested: str) -> None:
        agency = Agency.objects.get(code=suggested)
        verb(self.case_id, self.mine(Role.COORDINATOR), self.say("decline"), agency, self.office(2, 6))

    def do_extend(self, _none: str) -> None:
        officer, now = self.mine(Role.OFFICER), self.office(8, 12)
        time_requests.ask_extension(self.case_id, officer, EXTENSION, self.say("extension"), now)

    def do_verify(self, _none: str) -> None:
        officer, now = self.mine(Role.OFFICER), self.office(4, 8)
        time_requests.ask_verification(self.case_id, officer, VERIFICATION, self.say("verification"), now)
        time_requests.grant_verification(self.case_id, self.mine(Role.LEADER), self.office(1, 3))

    def do_invite(self, agency: str) -> None:
        asked = Agency.objects.get(code=agency)
        coordination.invite(self.case_id, self.mine(Role.OFFICER), asked, self.say("question"), self.office(1, 3))

    def do_contribute(self, _none: str) -> None:
        asked = Coordination.objects.get(case=self.case_id, answered_at=None).agency
        coordination.contribute(self.case_id, self.member(Role.COORDINATOR, asked), self.say("part"), self.office(2, 6))

    def do_split(self, topic: str) -> None:
        field = Topic.objects.get(code=topic)
        part = splitting.Part(self.say("other"), self.say("other_title"), field, self.case.area)
        splitting.split(self.case_id, self.member(Role.OPERATOR), part, self.office(1, 1))

    def do_ask(self, _none: str) -> None:
        handling.request_info(self.case_id, self.handler(), self.say("question"), self.office(2, 4))

    def do_supply(self, _none: str) -> None:
        handling.supply_info(self.case_id, self.citizen(), self.say("answer"), self.daytime(8, 30))

    def do_note(self, _none: str) -> None:
        conversation.add_note(self.case_id, self.handler(), self.say("note"), self.office(1, 5))

    def do_message(self, _none: str) -> None:
        conversation.send_message(self.case_id, self.handler(), self.say("message"), self.office(1, 5))

    def do_question(self, _none: str) -> None:
        now = self.office(1, 5)
        conversation.send_message(self.case_id, self.handler(), self.say("message"), now, asks=True)

    def do_paper(self, _none: str) -> None:
        pdfs = [pictures.paper(self.say("paper"))]
        conversation.answer_message(self.case_id, self.citizen(), self.say("word"), self.daytime(1, 6), (), pdfs)

    def do_word(self, _none: str) -> None:
        conversation.answer_message(self.case_id, self.citizen(), self.say("word"), self.daytime(1, 6))

    def do_submit(self, _none: str) -> None:
        self.left -= 1
        fixed = self.photos(after=True) if self.spec.get("fixed") and not self.left else []
        officer, now = self.mine(Role.OFFICER), self.office(8, 20)
        reply.save_draft(self.case_id, officer, self.say("reply"), now, fixed, extras=self.extras(now, bool(fixed)))
        reply.submit_reply(self.case_id, officer, now)

    def extras(self, now: datetime, fixed: bool) -> Extras:
        """An answer to each point, and where something was put right the citizen's own photo as the state before."""
        points = points_of(self.case.points)
        answers = [_answer(point, row, now) for point, row in zip(points, self.spec.get("answers", ()), strict=False)]
        filed = Photo.objects.filter(case=self.case_id, message=None, reply=None) if fixed else Photo.objects.none()
        return Extras(answers, filed=list(filed.values_list("pk", flat=True)))

    def do_keep(self, _none: str) -> None:
        promise, now = Commitment.objects.get(case=self.case_id), self.office(60, 80)
        promises.report(promise.pk, self.mine(Role.OFFICER), self.say("kept"), now, self.photos(after=True))

    def do_break(self, _none: str) -> None:
        """The sweep comes in the night after the day."""
        promise = Commitment.objects.get(case=self.case_id)
        night = datetime.combine(promise.due + timedelta(days=1), time(0, 5), timezone.get_current_timezone())
        promises.break_overdue(promise.pk, self._move(night))

    def do_return(self, _none: str) -> None:
        reply.return_reply(self.case_id, self.mine(Role.LEADER), self.say("remarks"), self.office(2, 6))

    def do_approve(self, _none: str) -> None:
        reply.approve(self.case_id, self.mine(Role.LEADER), self.office(1, 6))

    def do_correct(self, _none: str) -> None:
        officer = actor_for(self.case.officer)
        corrections.submit(self.case_id, officer, self.say("corrected"), self.say("why_corrected"), self.office(2, 8))
        corrections.approve(self.case_id, self.mine(Role.LEADER), self.office(1, 6))

    def do_rate(self, word: str) -> None:
        score = Score(word)
        comment = self.say("comment", COMMENTS.get(score, ""))
        why = DissatisfactionReason.objects.filter(code__in=self.say("reasons").split()).values_list("pk", flat=True)
        rating.rate(self.case_id, self.citizen(), score, comment, self.daytime(3, 40), list(why))

    def do_uphold(self, _none: str) -> None:
        self._review(rating.uphold)

    def do_reopenreview(self, _none: str) -> None:
        self._review(rating.reopen_after_review)

    def _review(self, verb: Any) -> None:
        reviewer, now = self.member(Role.REVIEWER), self.office(4, 16)
        cause = ReviewCause.objects.get(code=self.say("cause"))
        act = CorrectiveAct.objects.get(code=self.say("act"))
        due = timezone.localdate(now) + timedelta(days=ACT_DAYS)
        found = Assessment(cause, act, self.say("act_text"), self.case.agency, due, self.say("remark"))
        verb(self.case_id, reviewer, self.say("reason"), now, found)

    def do_reopen(self, _none: str) -> None:
        rating.reopen(self.case_id, self.citizen(), self.say("missing"), self.daytime(50, 100))

    def do_withdraw(self, _none: str) -> None:
        handling.withdraw(self.case_id, self.citizen(), self.daytime(10, 40))

    def do_refuse(self, code: str) -> None:
        reason = RefusalReason.objects.get(code=code)
        operator, now = self.member(Role.OPERATOR), self.office(1, 5)
        handling.refuse(self.case_id, operator, reason, reason.guidance, now)

    def do_merge(self, key: str) -> None:
        main = Case.objects.get(filing_key=filing_key(key))
        handling.merge(self.case_id, self.member(Role.OPERATOR), main, self.office(1, 3))

    def do_expire(self, _none: str) -> None:
        """The sweep comes a few minutes after the limit."""
        case = self.case
        verb = handling.expire_info if case.state == State.NEEDS_INFO else rating.expire_rating
        verb(self.case_id, self._move((case.stage_due_at or self.now) + timedelta(minutes=4)))


def _answer(point: Point, row: dict[str, Any], now: datetime) -> Answer:
    """What a case's file says to a point; days are counted from the day of the reply."""
    day = timezone.localdate(now) + timedelta(days=row["in_days"]) if "in_days" in row else None
    return Answer(point, row["outcome"], day, row["words"])
