"""Plays a simulated life once more with the real services, at the same moments."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from pakn_plugin.access import Actor, actor_for
from pakn_plugin.bulk import tables
from pakn_plugin.bulk.life import Life
from pakn_plugin.models import Agency, Case, RefusalReason
from pakn_plugin.queries.clock import rules_at
from pakn_plugin.services import (
    conversation,
    handling,
    intake,
    publication,
    rating,
    reminders,
    reply,
    restriction,
    transfer,
)
from pakn_plugin.services.handling import Classification
from pakn_plugin.states import Action, Channel, Score
from tests.factories import World, citizen, unsent

Values = dict[str, Any]


def row_of(life: Life, table: str, pk: int) -> Values:
    """The simulated row with an id."""
    rows = (dict(zip(tables.TABLES[table], row, strict=True)) for row in life.rows[table])
    return next(row for row in rows if row["id"] == pk)


class Replay:
    """Plays the events of a simulated life with the services."""

    def __init__(self, life: Life, world: World) -> None:
        self.life, self.world = life, world
        self.events = [dict(zip(tables.TABLES["Event"], row, strict=True)) for row in life.rows["Event"]]
        self.case_id = 0

    def play(self) -> Case:
        """The real case at the end."""
        with unsent():
            for event in self.events:
                self._step(Action(event["action"]), event)
        return Case.objects.get(pk=self.case_id)

    def _actor(self, event: Values) -> Actor:
        if event["actor_kind"] == "citizen":
            return citizen(self.case_id)
        return actor_for(self._account(event["actor_id"]))

    def _account(self, pk: int | None) -> Any:
        return get_user_model().objects.filter(pk=pk).first()

    def _step(self, action: Action, event: Values) -> None:
        at, data = event["at"], json.loads(event["data"])
        if action == Action.FILE:
            self._file(event)
        elif event["actor_kind"] == "system":
            self._by_time(action, at, data)
        else:
            verb: Callable[[Actor, datetime, Values], Any] = getattr(self, f"_{action.value}")
            verb(self._actor(event), at, data)

    def _file(self, event: Values) -> None:
        values = self.life.values
        on_behalf = event["actor_kind"] == "staff"
        (reporter,) = self.life.rows["Reporter"]
        contact = dict(zip(tables.TABLES["Reporter"], reporter, strict=True))
        filing = intake.Filing(
            key=UUID(int=values["id"]),
            text=values["text"],
            topic=self.world.topic,
            area=self.world.area,
            name="Trần Thị An",
            email=contact["email"],
            phone=contact["phone"],
            address=values["address"],
            wants_publication=values["wants_publication"],
            channel=Channel(values["channel"]),
            filed_at=values["filed_at"] if on_behalf else None,
            entered_by=self._actor(event) if on_behalf else None,
        )
        self.case_id = intake.file_case(filing, event["at"]).pk

    def _by_time(self, action: Action, at: datetime, data: Values) -> None:
        if action == Action.REMIND:
            verb = reminders.remind_of_word if data.get("word") else reminders.remind
            assert verb(self.case_id, at, rules_at(at))
        elif action == Action.EXPIRE_INFO:
            handling.expire_info(self.case_id, at)
        elif action == Action.EXPIRE_RATING:
            rating.expire_rating(self.case_id, at)
        else:
            transfer.pass_limit(self.case_id, at)

    def _text(self, table: str, pk: int) -> str:
        return str(row_of(self.life, table, pk)["text"])

    def _receive(self, actor: Actor, at: datetime, data: Values) -> None:
        handling.receive(self.case_id, actor, at)

    def _classify(self, actor: Actor, at: datetime, data: Values) -> None:
        title = self.life.values["title"]
        chosen = Classification(title, self.world.topic, self.world.area, data["level"])
        handling.classify(self.case_id, actor, chosen, at)

    def _request_info(self, actor: Actor, at: datetime, data: Values) -> None:
        handling.request_info(self.case_id, actor, self._text("Message", data["message"]), at)

    def _supply_info(self, actor: Actor, at: datetime, data: Values) -> None:
        handling.supply_info(self.case_id, actor, self._text("Message", data["message"]), at)

    def _refuse(self, actor: Actor, at: datetime, data: Values) -> None:
        reason = RefusalReason.objects.get(code=data["reason"])
        handling.refuse(self.case_id, actor, reason, "Xin xem hướng dẫn.", at)

    def _restrict(self, actor: Actor, at: datetime, data: Values) -> None:
        restriction.restrict(self.case_id, actor, at)

    def _merge(self, actor: Actor, at: datetime, data: Values) -> None:
        main = intake.file_case(
            intake.Filing(UUID(int=9), "Đèn tắt.", self.world.topic, self.world.area, "An", email="b@example.vn"), at
        )
        handling.merge(self.case_id, actor, main, at)

    def _withdraw(self, actor: Actor, at: datetime, data: Values) -> None:
        handling.withdraw(self.case_id, actor, at)

    def _transfer(self, actor: Actor, at: datetime, data: Values) -> None:
        row = row_of(self.life, "Transfer", data["transfer"])
        transfer.transfer(self.case_id, actor, Agency.objects.get(code=data["to"]), row["reason"], at)

    def _accept(self, actor: Actor, at: datetime, data: Values) -> None:
        transfer.accept(self.case_id, actor, at, self._account(self._officer_at(at)))

    def _officer_at(self, at: datetime) -> int | None:
        """Whom the coordinator named when accepting: nobody, where an assignment comes next."""
        after = [event for event in self.events if event["at"] > at and event["action"] != Action.REMIND]
        if not after:
            return self.life.values["officer_id"]
        if after[0]["action"] == Action.ASSIGN:
            return None
        agency = next(event["agency_id"] for event in self.events if event["at"] == at)
        unit = self.world.a if self.world.a.agency.pk == agency else self.world.b
        return int(unit.officer.user.pk)

    def _decline(self, actor: Actor, at: datetime, data: Values) -> None:
        row = row_of(self.life, "Transfer", data["transfer"])
        suggested = Agency.objects.filter(pk=row["suggested_agency_id"]).first()
        verb = transfer.decline if data["outcome"] == "declined" else transfer.send_back
        verb(self.case_id, actor, row["decline_reason"], suggested, at)

    _send_back = _decline

    def _assign(self, actor: Actor, at: datetime, data: Values) -> None:
        handling.assign(self.case_id, actor, self._account(data["officer"]), at)

    def _note(self, actor: Actor, at: datetime, data: Values) -> None:
        conversation.add_note(self.case_id, actor, self._text("Note", data["note"]), at)

    def _message(self, actor: Actor, at: datetime, data: Values) -> None:
        conversation.send_message(self.case_id, actor, self._text("Message", data["message"]), at)

    def _answer_message(self, actor: Actor, at: datetime, data: Values) -> None:
        conversation.answer_message(self.case_id, actor, self._text("Message", data["message"]), at)

    def _publish(self, actor: Actor, at: datetime, data: Values) -> None:
        publication.publish(self.case_id, actor, self.life.values["title"], self.life.values["text"], [], at)

    def _draft_reply(self, actor: Actor, at: datetime, data: Values) -> None:
        reply.save_draft(self.case_id, actor, self._text("Reply", data["reply"]), at)

    def _submit_reply(self, actor: Actor, at: datetime, data: Values) -> None:
        reply.write_and_submit(self.case_id, actor, self._text("Reply", data["reply"]), at)

    def _return_reply(self, actor: Actor, at: datetime, data: Values) -> None:
        reply.return_reply(self.case_id, actor, self._text("Note", data["note"]), at)

    def _approve(self, actor: Actor, at: datetime, data: Values) -> None:
        reply.approve(self.case_id, actor, at)

    def _rate(self, actor: Actor, at: datetime, data: Values) -> None:
        rating.rate(self.case_id, actor, Score(data["score"]), "", at)

    _contest = _rate_close = _rate

    def _uphold(self, actor: Actor, at: datetime, data: Values) -> None:
        rating.uphold(self.case_id, actor, "Đã đối chiếu hồ sơ.", at)

    def _reopen_review(self, actor: Actor, at: datetime, data: Values) -> None:
        rating.reopen_after_review(self.case_id, actor, "Đã đối chiếu hồ sơ.", at)

    def _reopen(self, actor: Actor, at: datetime, data: Values) -> None:
        rating.reopen(self.case_id, actor, self._text("Message", data["message"]), at)
