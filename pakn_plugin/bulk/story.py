"""What happens to a case: who does what when, with the shares that are wanted. Time runs out at the book's now."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pakn_plugin.bulk import verbs
from pakn_plugin.bulk.book import Desk
from pakn_plugin.bulk.life import CITIZEN, SYSTEM, Life, NotYet, staff
from pakn_plugin.models import Review
from pakn_plugin.states import Level, Score, Silence, Stage, State

DENOUNCED, REFUSED, MERGED, WITHDRAWN = 0.0105, 0.065, 0.02, 0.012
LATE, RATED, UNSATISFIED, REVIEW_REOPENS, CITIZEN_REOPENS = 0.205, 0.235, 0.67, 0.35, 0.01
DECLINED, SILENT, SENT_BACK = 0.08, 0.03, 0.02
ASKED_AT_DESK, ASKED_AT_WORK, ANSWERS = 0.03, 0.05, 0.85
PUBLISHED, CLASSIFIED, ASSIGNED_LATER, NOTED, WRITTEN, DRAFTED, RETURNED = 0.6, 0.7, 0.1, 0.2, 0.15, 0.2, 0.08
LEVELS, LEVEL_WEIGHTS = (Level.NORMAL, Level.COMPLEX, Level.URGENT), (87, 10, 3)
SCORES = (Score.SATISFIED, Score.ACCEPTABLE)
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MOST_ROUNDS = 3


@dataclass(frozen=True)
class Known:
    """A case of before that may become the main case of a duplicate."""

    pk: int
    filed_at: datetime


def tell(life: Life, mains: list[Known]) -> None:
    """Live until the end, or until now."""
    with suppress(NotYet):
        Story(life, mains).run()


class Story:
    """The chances of one life. Parts return False where the case has ended."""

    def __init__(self, life: Life, mains: list[Known]) -> None:
        self.life, self.rng, self.book, self.mains = life, life.rng, life.book, mains
        self.operator = self.rng.choice(self.book.people.operators)
        self.desk = self.book.desk(life.topic, life.area, self.rng)
        self.rounds = 0

    def run(self) -> None:
        """The whole life."""
        self._file()
        if not self._at_the_desk() or not self._to_an_agency():
            return
        while self._at_work():
            if not self._after_the_answer():
                return

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _soon(self, low: float = 0.05, high: float = 0.9) -> None:
        """Staff do something within the running limit, in office hours."""
        self._until(self._between(self.life.stage_due, low, high))

    def _until(self, moment: datetime) -> None:
        self.life.wait(self.book.office.moment(moment, self.rng))

    def _between(self, end: datetime, low: float, high: float) -> datetime:
        """A moment on the way from now to an end; some hours from now where that lies behind."""
        span = end - self.life.at
        return self.life.at + (span if span > AN_HOUR else 6 * AN_HOUR) * self.rng.uniform(low, high)

    def _file(self) -> None:
        life = self.life
        if verbs.by_staff(life):
            life.at = min(life.at + self.rng.randint(1, 20) * A_MINUTE, self.book.now)
            verbs.file(life, staff(self.operator))
        else:
            verbs.file(life, CITIZEN)

    def _at_the_desk(self) -> bool:
        """Received, or refused, merged, withdrawn. The end of the incoming desk."""
        life, fate = self.life, self.rng.random()
        if fate < DENOUNCED:
            return self._denounced()
        direct = self._chance(0.5)
        if direct and fate < REFUSED + MERGED:
            self._soon()
            return self._turned_away(fate)
        if self._chance(ASKED_AT_DESK) and not self._ask(self.operator):
            return False
        self._soon(0.02, 1.1)
        verbs.receive(life, self.operator)
        if self._chance(CLASSIFIED):
            life.wait(life.at + self.rng.randint(1, 9) * A_MINUTE)
            verbs.classify(life, self.operator, self.rng.choices(LEVELS, LEVEL_WEIGHTS)[0])
        if fate < REFUSED + MERGED:
            self._soon()
            return self._turned_away(fate)
        if life.values["wants_publication"] and self._chance(PUBLISHED):
            life.wait(life.at + self.rng.randint(1, 9) * A_MINUTE)
            verbs.publish(life, self.operator)
        return not (self._chance(WITHDRAWN / 2) and self._withdrawn())

    def _denounced(self) -> bool:
        self._soon()
        who = self.operator
        if self._chance(0.5):
            verbs.restrict(self.life, who)
            self._soon()
            who = self.rng.choice(self.book.people.confidential)
        verbs.refuse(self.life, who, self.book.denunciation, True)
        return False

    def _turned_away(self, fate: float) -> bool:
        """Refused or merged; False unless there is nothing to merge it into."""
        if fate < REFUSED:
            verbs.refuse(self.life, self.operator, self.rng.choice(self.book.reasons), False)
            return False
        near = [main for main in self.mains[-30:] if main.filed_at < self.life.at]
        if near:
            verbs.merge(self.life, self.operator, self.rng.choice(near).pk)
            return False
        if self.life.stands == State.SUBMITTED:
            verbs.receive(self.life, self.operator)
        return True

    def _withdrawn(self) -> bool:
        self.life.wait(self._between(self.life.stage_due, 0.1, 0.8))
        verbs.withdraw(self.life)
        return True

    def _ask(self, who: int) -> bool:
        """Ask the citizen; False where no answer came."""
        self._soon(0.05, 0.5)
        verbs.request_info(self.life, who)
        if self._chance(ANSWERS):
            self.life.wait(self._between(self.life.stage_due, 0.02, 0.95))
            verbs.supply_info(self.life)
            return True
        if self._chance(0.2):
            return not self._withdrawn()
        self._swept()
        verbs.expire_info(self.life)
        return False

    def _swept(self) -> None:
        """What time alone brings about, at the first sweep after the limit."""
        self.life.wait(self.life.stage_due + self.life.sweep)

    def _to_an_agency(self) -> bool:
        """Proposed and accepted in the end, after whatever detours."""
        life = self.life
        while True:
            self._soon()
            leads = life.values["declines"] >= self.book.declines
            who = self.rng.choice(self.book.people.leaders) if leads else self.operator
            verbs.transfer(life, who, self.desk, leads)
            if self._chance(WITHDRAWN / 2):
                return not self._withdrawn()
            if self._chance(SILENT):
                if self._silence(leads):
                    return True
            elif not leads and self._chance(DECLINED):
                self._soon()
                self._give_back()
            else:
                self._soon()
                officer = None if self._chance(ASSIGNED_LATER) else self.desk.officer
                verbs.accept(life, staff(self.desk.coordinator), officer)
                if leads or not self._chance(SENT_BACK):
                    return True
                self._soon(0.02, 0.2)
                self._give_back()

    def _silence(self, leads: bool) -> bool:
        """Nobody answered: accepted all the same, or back to the operator, as policy says."""
        life = self.life
        self._swept()
        filed = life.values["filed_at"].date()
        silence = self.book.silence(filed, life.values["topic_id"], life.values["level"])
        if leads or silence == Silence.ACCEPT:
            verbs.accept(life, SYSTEM, None)
            return True
        verbs.give_back(life, SYSTEM, None)
        return False

    def _give_back(self) -> None:
        """The agency is not competent and often knows who is; the operator follows."""
        others: list[Desk] = [desk for desk in self.book.desks if desk is not self.desk] or [self.desk]
        right = self.rng.choice(others)
        verbs.give_back(self.life, staff(self.desk.coordinator), right if self._chance(0.6) else None)
        self.desk = right

    def _at_work(self) -> bool:
        """The agency works until its reply is published."""
        life, desk = self.life, self.desk
        self.rounds += 1
        if life.values["officer_id"] is None:
            self._soon(0.01, 0.1)
            verbs.assign(life, desk)
        if self._chance(NOTED):
            self._soon(0.02, 0.2)
            verbs.note(life, self.rng.choice((desk.officer, desk.coordinator)))
        if self._chance(WRITTEN):
            self._dialogue()
        if self.rounds == 1 and self._chance(ASKED_AT_WORK) and not self._ask(desk.officer):
            return False
        due = life.stage_due
        if self._chance(LATE):
            ready = max(due, life.at) + AN_HOUR + min(self.rng.expovariate(1 / 4), 25) * A_DAY
        else:
            ready = self._between(due, 0.15, 0.95)
        self._reply(ready)
        return True

    def _dialogue(self) -> None:
        self._soon(0.05, 0.3)
        verbs.message(self.life, staff(self.desk.officer))
        if self._chance(0.6):
            self.life.wait(self._between(self.life.stage_due, 0.02, 0.3))
            verbs.message(self.life, CITIZEN)

    def _reply(self, ready: datetime) -> None:
        life, desk = self.life, self.desk
        if self._chance(DRAFTED):
            self._until(self._between(ready, 0.1, 0.5))
            verbs.draft(life, desk.officer)
        self._until(self._between(ready, 0.5, 0.8))
        verbs.submit(life, desk.officer)
        if self._chance(RETURNED):
            self._until(self._between(ready, 0.2, 0.5))
            verbs.return_reply(life, desk.leader)
            self._until(self._between(ready, 0.2, 0.5))
            verbs.submit(life, desk.officer)
        self._until(max(ready, life.at + A_MINUTE))
        verbs.approve(life, desk.leader)

    def _after_the_answer(self) -> bool:
        """Rated, or not; True where work begins again."""
        life = self.life
        again = self.rounds < MOST_ROUNDS and life.values["reopened_at"] is None
        if self._chance(RATED):
            life.wait(self._between(life.stage_due, 0.02, 0.95))
            return self._rated()
        if again and self._chance(CITIZEN_REOPENS):
            life.wait(self._between(life.stage_due, 0.1, 0.9))
            verbs.reopen(life)
            return True
        self._swept()
        verbs.expire_rating(life)
        return again and self._chance(CITIZEN_REOPENS) and self._reopened()

    def _rated(self) -> bool:
        life = self.life
        if not self._chance(UNSATISFIED):
            verbs.rate(life, self.rng.choice(SCORES))
            return False
        rating = verbs.rate(life, Score.UNSATISFIED)
        self._soon()
        reopens = self.rounds < MOST_ROUNDS and self._chance(REVIEW_REOPENS)
        outcome = Review.Outcome.REOPENED if reopens else Review.Outcome.UPHELD
        verbs.review(life, self.rng.choice(self.book.people.reviewers), rating, outcome)
        return reopens

    def _reopened(self) -> bool:
        """A citizen opens an ended case again, within the window after its last reply."""
        life = self.life
        published = life.kept["Reply"][-1]["published_at"]
        limit = self.book.limit(
            Stage.REOPENING, life.values["filed_at"].date(), life.values["topic_id"], life.values["level"]
        )
        end = self.book.due(published, limit)
        if end <= life.at + AN_HOUR:
            return False
        life.wait(self._between(end, 0.1, 0.9))
        verbs.reopen(life)
        return True
