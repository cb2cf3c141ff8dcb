"""The story of the cases, told by the services alone: every internal field gets its word on the way."""

from datetime import timedelta
from uuid import uuid4

from pakn_plugin.answers import Answer, Outcome, Point, points_of
from pakn_plugin.models import Case, Commitment, CorrectiveAct, Photo, ReviewCause, Viewing
from pakn_plugin.services import (
    conversation,
    coordination,
    corrections,
    handling,
    intake,
    points,
    promises,
    publication,
    rating,
    reply,
    restriction,
    splitting,
    time_requests,
    transfer,
    viewing,
)
from pakn_plugin.services.answering import Extras, Papers
from pakn_plugin.services.review import Assessment
from pakn_plugin.services.splitting import Part
from pakn_plugin.states import Level, Role, Score
from tests.canary.garden import Garden, paper, picture, remark
from tests.canary.words import CODE, LAT, LON, PHONE, inside, own
from tests.factories import REPLY_TEXT, CaseFactory, citizen, person

COPIED = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến hai tuần liền chưa ai thay."
RUBBISH = "Cuối hẻm có bãi rác bốc mùi."
ASKED = "Bao giờ thay tủ điện?"


def plant(g: Garden) -> None:
    """All the cases, one after the other."""
    file_all(g)
    before_transfer(g)
    between_agencies(g)
    inside_the_agency(g)
    talk(g)
    first_answer(g)
    contested(g)
    second_answer(g)
    begin_another(g)
    hide_one(g)


def tick(g: Garden) -> None:
    g.clock += timedelta(minutes=1)


def filing(g: Garden, text: str, code: str = "") -> intake.Filing:
    """A filing of the reporter whose every word is a canary."""
    return intake.Filing(
        key=uuid4(),
        text=text,
        topic=g.world.topic,
        area=g.world.area,
        name=own("Reporter.name"),
        address=own("Case.address"),
        phone=PHONE,
        email=f"{own('Reporter.email')}@example.vn",
        contact_address=own("Reporter.address"),
        wants_publication=True,
        pictures=[picture(own("Photo", "filed"))],
        code=code,
    )


def file_all(g: Garden) -> None:
    text = f"{own('Case.text')} Đèn hẻm 34 tắt. {RUBBISH}"
    g.main = intake.file_case(filing(g, text, CODE), g.clock)
    Case.objects.filter(pk=g.main.pk).update(lat=LAT, lon=LON)
    registers = {"topic": g.world.topic, "area": g.world.area}
    g.twin = CaseFactory(now=g.clock, email="theo@example.vn", **registers)
    g.begun = CaseFactory(now=g.clock, email="khac@example.vn", language="en", **registers)
    g.hidden = intake.file_case(filing(g, f"{own('Case.text', 'hidden')} Tố cáo ông X."), g.clock)
    CaseFactory(now=g.clock, email="ngoai@example.vn", **registers)


def before_transfer(g: Garden) -> None:
    tick(g)
    w, pk = g.world, g.main.pk
    conversation.add_note(pk, w.operator, remark("operator"), g.clock)
    handling.request_info(pk, w.operator, own("Message.text", "asked"), g.clock)
    supplied = [paper(own("Document.name"), own("Document", "file"))]
    handling.supply_info(pk, citizen(pk), own("Message.text", "supplied"), g.clock, (), supplied)
    handling.receive(pk, w.operator, g.clock)
    g.part = splitting.split(pk, w.operator, Part(RUBBISH, own("Case.title", "part"), w.topic, w.area), g.clock)
    handling.merge(g.twin.pk, w.operator, g.main, g.clock)
    marked = [Point(0, inside("PointsVersion.points"))]
    chosen = handling.Classification(own("Case.title"), w.topic, w.area, Level.NORMAL, marked)
    handling.classify(pk, w.operator, chosen, g.clock)
    points.mark_points(pk, w.operator, [Point(0, ASKED)], g.clock)
    handling.refuse(g.part.pk, w.operator, w.reason, own("Case.refusal_text"), g.clock)


def between_agencies(g: Garden) -> None:
    """To the wrong agency and back, to the right one and back after acceptance; then the leader decides."""
    w, pk = g.world, g.main.pk
    for number, unit in enumerate((w.b, w.a, w.a)):
        tick(g)
        reason, basis = inside("Transfer.reason", str(number)), inside("Transfer.legal_basis", str(number))
        who = w.operator_leader if number == 2 else w.operator
        transfer.transfer(pk, who, unit.agency, reason, g.clock, basis)
        if number == 0:
            transfer.decline(pk, unit.coordinator, inside("Transfer.decline_reason"), w.a.agency, g.clock)
            continue
        transfer.accept(pk, unit.coordinator, g.clock, unit.officer.user)
        if number == 1:
            transfer.send_back(pk, unit.coordinator, inside("Transfer.decline_reason", "sent"), None, g.clock)


def inside_the_agency(g: Garden) -> None:
    """Notes with files, an opinion from another agency, more time."""
    tick(g)
    w, pk = g.world, g.main.pk
    files = [picture(inside("NotePhoto", "file"))], [paper(inside("NoteDocument.name"), inside("NoteDocument", "file"))]
    conversation.add_note(pk, w.a.officer, f"{remark('officer')} {COPIED}", g.clock, *files)
    coordination.invite(pk, w.a.officer, w.b.agency, inside("Coordination.question"), g.clock)
    coordination.contribute(pk, w.b.officer, inside("Coordination.answer"), g.clock)
    conversation.add_note(pk, w.b.officer, remark("partner"), g.clock)
    refused = f"{inside('TimeRequest.reason')} phải xác minh thêm."
    time_requests.ask_verification(pk, w.a.officer, 1, refused, g.clock)
    time_requests.refuse_verification(pk, w.a.leader, inside("TimeRequest.remark"), g.clock)
    granted = f"{own('TimeRequest.reason')} phải chờ vật tư."
    time_requests.ask_extension(pk, w.a.officer, 1, granted, g.clock)
    time_requests.grant_extension(pk, w.a.leader, g.clock)


def talk(g: Garden) -> None:
    """Both sides write; what needs no answer is waived with a reason that stays inside."""
    tick(g)
    w, pk = g.world, g.main.pk
    sent = [paper(inside("Document.name", "sent"), own("Document", "sent"))]
    conversation.send_message(pk, w.a.officer, own("Message.text", "sent"), g.clock, [], sent)
    photo = [picture(own("Photo", "message"))]
    conversation.answer_message(pk, citizen(pk), own("Message.text", "mine"), g.clock, photo)
    conversation.waive_message(pk, w.a.officer, remark("waived"), own("Message.text", "waived"), g.clock)


def extras(g: Garden, which: str = "") -> Extras:
    """The answer to the point: a promise, with a document that bears a file name from the officer's machine."""
    (point,) = points_of(Case.objects.get(pk=g.main.pk).points)
    words = inside("Reply.points", which) if which else "Thay tủ điện kín nước."
    day = g.clock.date() + timedelta(days=20)
    papers = Papers([paper(inside("Document.name", f"reply{which}"), inside("Document", which) if which else "")])
    return Extras([Answer(point, Outcome.PROMISED, day, words)], papers=papers)


def first_answer(g: Garden) -> None:
    """A draft, a submission that is returned, and one that is published although it repeats a note."""
    tick(g)
    w, pk = g.world, g.main.pk
    draft = [picture(inside("Photo", "draft"))]
    reply.save_draft(pk, w.a.officer, inside("Reply.text", "draft"), g.clock, draft, extras=extras(g, "draft"))
    reply.write_and_submit(pk, w.a.officer, inside("Reply.text", "returned"), g.clock, extras=extras(g, "returned"))
    reply.return_reply(pk, w.a.leader, remark("returned"), g.clock)
    first = Case.objects.get(pk=pk).replies.get()
    dropped = list(first.documents.values_list("pk", flat=True))
    photos = list(Photo.objects.filter(reply=first).values_list("pk", flat=True))
    given = extras(g)
    given = Extras(given.answers, papers=Papers(given.papers.added, dropped))
    passing = {"drop_photos": photos, "passing": remark("passing"), "extras": given}
    body = f"{REPLY_TEXT} {COPIED}"
    reply.write_and_submit(pk, w.a.officer, body, g.clock, [picture("done")], **passing)
    reply.approve(pk, w.a.leader, g.clock, remark("overruled"))
    publish(g)


def publish(g: Garden) -> None:
    """The redacted copy, with the documents of all published replies."""
    case = Case.objects.get(pk=g.main.pk)
    shown = list(case.documents.values_list("pk", flat=True))
    publication.publish(case.pk, g.world.operator, "Đèn hẻm tắt", "Đèn ở một con hẻm tắt.", [], g.clock, shown)


def contested(g: Garden) -> None:
    """Not satisfied, reviewed with everything that a review keeps to itself, and reopened."""
    tick(g)
    w, pk = g.world, g.main.pk
    rating.rate(pk, citizen(pk), Score.UNSATISFIED, own("Rating.comment"), g.clock)
    conversation.add_note(pk, w.reviewer, remark("reviewer"), g.clock)
    names = ("code", "label", "label_en")
    found = Assessment(
        cause=ReviewCause.objects.create(**{name: inside(f"ReviewCause.{name}") for name in names}),
        act=CorrectiveAct.objects.create(**{name: inside(f"CorrectiveAct.{name}") for name in names}),
        act_text=inside("Review.act_text"),
        act_agency=w.a.agency,
        act_due=g.clock.date() + timedelta(days=9),
        remark=inside("Review.remark"),
    )
    rating.reopen_after_review(pk, w.reviewer, own("Review.reason"), g.clock, found)


def second_answer(g: Garden) -> None:
    """Answered again, corrected once, a second correction waits; the promise is kept."""
    tick(g)
    w, pk = g.world, g.main.pk
    reply.write_and_submit(pk, w.a.officer, "Đã thay tủ điện ngày 3/3.", g.clock, [picture("done")], extras=extras(g))
    reply.approve(pk, w.a.leader, g.clock)
    words = ("Reply.text", "Reply.correction_reason")
    texts = [inside(name, "typed") for name in words]
    corrections.save_draft(pk, w.a.officer, *texts, g.clock, [picture(inside("Photo", "typed"))])
    dropped = list(Photo.objects.filter(reply__status="draft").order_by("-pk").values_list("pk", flat=True)[:1])
    corrections.submit(pk, w.a.officer, *texts, g.clock, [], dropped)
    corrections.send_back(pk, w.a.leader, remark("correction"), g.clock)
    corrections.submit(pk, w.a.officer, "Đã thay tủ điện ngày 4/3.", "Ngày ghi sai.", g.clock)
    corrections.approve(pk, w.a.leader, g.clock)
    publish(g)
    for row in Commitment.objects.filter(case=pk):
        promises.report(row.pk, w.a.officer, "Tủ điện đã thay.", g.clock, [picture("proof")])
    waiting = [paper(inside("Document.name", "waiting"), inside("Document", "waiting"))]
    files = Extras(papers=Papers(waiting))
    photo = [picture(inside("Photo", "waiting"))]
    corrections.submit(pk, w.a.officer, *(inside(name, "waiting") for name in words), g.clock, photo, extras=files)


def begin_another(g: Garden) -> None:
    """A case with a point and a draft that nobody has approved; its reporter looks at the page every day."""
    tick(g)
    w, pk = g.world, g.begun.pk
    handling.receive(pk, w.operator, g.clock)
    transfer.transfer(pk, w.operator, w.a.agency, inside("Transfer.reason", "begun"), g.clock)
    transfer.accept(pk, w.a.coordinator, g.clock, w.a.officer.user)
    case = points.mark_points(pk, w.a.officer, [Point(0, inside("Case.points"))], g.clock)
    words = inside("Reply.words")
    answer = Answer(points_of(case.points)[0], Outcome.DONE, words=words)
    files = Extras([answer], papers=Papers([paper(inside("Document.name", "begun"), inside("Document", "begun"))]))
    photo = [picture(inside("Photo", "begun"))]
    reply.write_and_submit(pk, w.a.officer, inside("Reply.text", "begun"), g.clock, photo, extras=files)


def hide_one(g: Garden) -> None:
    """A complaint: noted, hidden, looked at by the one who may."""
    tick(g)
    w, pk = g.world, g.hidden.pk
    handling.receive(pk, w.operator, g.clock)
    conversation.add_note(pk, w.operator, remark("complaint"), g.clock)
    restriction.restrict(pk, w.operator, g.clock)
    named = person(Role.CONFIDENTIAL, w.operators, "confidential")
    conversation.add_note(pk, named, remark("confidential"), g.clock)
    viewing.record(Case.objects.get(pk=pk), named, Viewing.What.CASE, g.clock)
