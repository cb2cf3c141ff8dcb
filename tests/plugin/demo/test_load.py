"""The demo: complete, lively, harmless, and the same however often it is loaded."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_q.models import OrmQ
from PIL import Image

from pakn_plugin import access, demo, models
from pakn_plugin.demo import cases, moments, names, people, places
from pakn_plugin.models import ActorKind, Agency, Area, AreaSuccession, Case, Event, Notification, Publication
from pakn_plugin.queries import clock, outreach
from pakn_plugin.queries.outreach import Shown
from pakn_plugin.states import Action, Ground, Role, Score, State

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 4, 15, 16, 0, tzinfo=HANOI)
PASSWORD = "pakn-demo-2026"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo, loaded once for all tests of this file and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(PASSWORD, NOW)
        yield
        transaction.set_rollback(True)


# Each test in a transaction of its own on top; and a run of this file alone makes a test database only where one of its
# tests asks for `db`: without it the demo would be loaded into the site's own.
pytestmark = [pytest.mark.one_database("postgresql"), pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def counts() -> dict[str, int]:
    names = [name for name in models.__all__ if hasattr(getattr(models, name), "objects")]
    return {name: getattr(models, name).objects.count() for name in names} | {
        "users": get_user_model().objects.count(),
    }


def content() -> list[tuple[Any, ...]]:
    fields = ("code", "state", "title", "text", "filed_at", "due_at", "state_since", "agency__code", "level")
    return list(Case.objects.order_by("code").values_list(*fields))


def test_registers_are_whole() -> None:
    assert models.Topic.objects.count() == 17
    assert Area.objects.filter(valid_from=places.NEW_FROM, valid_to=None).count() == 65
    assert Area.objects.filter(valid_to=places.OLD_TO).count() == 194
    assert AreaSuccession.objects.count() == 205
    assert models.RefusalReason.objects.count() == 9
    assert models.DeadlinePolicy.objects.count() == 11
    assert models.CalendarDay.objects.filter(day__year=2036).exists()


def test_the_eight_split_communes_go_to_several_in_part() -> None:
    split = AreaSuccession.objects.filter(whole=False)
    assert split.values("old").distinct().count() == 8
    assert split.count() == 19
    assert AreaSuccession.objects.filter(old__in=split.values("old"), whole=True).count() == 0
    whole = AreaSuccession.objects.filter(whole=True)
    assert whole.values("old").distinct().count() == whole.count()


def test_every_commune_of_today_has_its_committee() -> None:
    today = Area.objects.filter(valid_to=None)
    assert today.filter(agency__kind="commune").values("agency").distinct().count() == 65
    assert Agency.objects.get(code="ubnd-22366").name == "UBND phường Nha Trang"
    assert not Area.objects.filter(valid_to=places.OLD_TO).exclude(agency=None).exists()


def test_levels_are_patterns_and_no_agencies() -> None:
    assert not Agency.objects.filter(code__in=["ubnd-xa", "ubnd-huyen", "ubnd-xa-2022"]).exists()
    assert models.Topic.objects.get(code="ha-tang-do-thi").agency is None
    assert models.Topic.objects.filter(agency=None).count() == 1


def test_agencies_that_ended_name_their_successors() -> None:
    ended = Agency.objects.filter(valid_to=places.OLD_TO)
    assert all(agency.successors.exists() for agency in ended)
    social = Agency.objects.get(code="so-lao-dong-tbxh")
    assert set(social.successors.values_list("code", flat=True)) == {"so-noi-vu", "so-y-te"}
    lasting = Agency.objects.get(code="so-xay-dung")
    assert (lasting.valid_from, lasting.valid_to) == (None, None)


def test_cases_stand_in_every_state() -> None:
    assert Case.objects.count() == len(cases.specs()) + 1 == 66
    assert set(Case.objects.values_list("state", flat=True)) == set(State.values)


def test_the_known_cases_are_where_the_tour_finds_them() -> None:
    answered = Case.objects.get(code="KH-DEM0-0000-0001")
    asked = Case.objects.get(code="KH-DEM0-0000-0002")
    assert (answered.state, answered.reporter.email) == (State.ANSWERED, "an@example.vn")
    assert (asked.state, asked.reporter.email) == (State.NEEDS_INFO, "binh@example.vn")
    assert answered.reporter.user == people.user("an@example.vn")
    assert "kh dem0 0000 0001" in answered.folded


def test_ways_that_are_not_straight_can_be_seen() -> None:
    assert models.TimeRequest.objects.filter(outcome=models.TimeRequest.Outcome.PENDING).count() == 1
    assert models.Pause.objects.filter(ground=Ground.VERIFICATION, ended_at=None).count() == 1
    assert models.Coordination.objects.exclude(answered_at=None).filter(ended_at=None).count() == 1
    assert Case.objects.filter(declines=2, state=State.RECEIVED).count() == 1
    assert Case.objects.exclude(split_from=None).count() == 1
    assert Case.objects.filter(restricted=True).exists()
    assert models.ReplyTemplate.objects.count() == 3
    assert models.SavedFilter.objects.count() == 2


def test_figures_look_like_life() -> None:
    late = Case.objects.filter(Q(answered_at__gt=F("due_at")) | Q(answered_at=None, ended_at=None, due_at__lt=NOW))
    assert 8 <= late.count() <= 18
    scores = Counter(models.Rating.objects.values_list("score", flat=True))
    assert all(scores[score] >= 2 for score in Score)
    assert Publication.objects.count() >= 22
    reasons = Case.objects.filter(state=State.REFUSED).values("refusal_reason").distinct().count()
    assert reasons >= 7
    done = set(Event.objects.values_list("action", flat=True))
    assert {Action.DECLINE, Action.SEND_BACK, Action.REOPEN, Action.REOPEN_REVIEW, Action.UPHOLD, Action.NOTE} <= done


def test_the_second_chance_can_be_seen() -> None:
    reopened = models.Review.objects.get(outcome="reopened")
    assert (reopened.cause.code, reopened.act.code) == ("chua-kiem-tra", "rut-kinh-nghiem")
    assert reopened.remark and reopened.act_agency and reopened.act_due
    scores = list(models.Rating.objects.filter(case=reopened.rating.case).order_by("rated_at").values_list("score"))
    assert scores == [(Score.UNSATISFIED,), (Score.SATISFIED,)]
    assert reopened.rating.reasons.count() == 2
    assert models.Review.objects.filter(outcome="upheld", cause__code="giai-thich-chua-ro").exists()


def test_nothing_lies_in_the_future_and_staff_keep_office_hours() -> None:
    assert not Event.objects.filter(at__gt=NOW).exists()
    calendar = clock.working_calendar(timezone.localdate(NOW))
    for event in Event.objects.filter(actor_kind=ActorKind.STAFF):
        assert moments.is_office_time(event.at, calendar), (event, event.at)


def test_events_of_a_case_are_in_order() -> None:
    for case in Case.objects.all():
        times = list(case.events.values_list("at", flat=True))
        assert times == sorted(times)
        entered_later = case.channel in cases.BY_STAFF or case.split_from
        assert times[0] >= case.filed_at if entered_later else times[0] == case.filed_at


def test_nobody_gets_a_mail() -> None:
    assert Notification.objects.exists()
    assert not Notification.objects.filter(sent_at=None).exists()
    assert not OrmQ.objects.exists()
    assert mail.outbox == []


def test_a_denunciation_is_refused_with_guidance_and_never_public() -> None:
    case = Case.objects.get(text__contains="tố cáo ông")
    assert case.state == State.REFUSED
    assert "Ban Tiếp công dân" in case.refusal_text
    assert not case.wants_publication
    assert not Publication.objects.filter(case=case).exists()
    assert case.agency is None
    assert case.restricted
    assert not access.visible_cases(access.actor_for(people.user("operator"))).filter(pk=case.pk).exists()
    assert access.visible_cases(access.actor_for(people.user("operator-leader"))).filter(pk=case.pk).exists()


def test_public_copies_hold_no_personal_numbers() -> None:
    for row in Publication.objects.all():
        assert row.case.wants_publication
        assert "056090001234" not in row.text
        assert "0905123456" not in row.text


def test_photos_have_no_metadata() -> None:
    photos = list(models.Photo.objects.all())
    assert len(photos) >= 20
    assert models.Photo.objects.filter(is_public=True).exists()
    for photo in photos:
        with photo.file.open() as file, Image.open(file) as image:
            assert dict(image.getexif()) == {}
            assert "comment" not in image.info


def test_staff_have_their_roles_and_citizens_no_way_in() -> None:
    roles = {
        "operator": Role.OPERATOR,
        "operator-leader": Role.OPERATOR_LEADER,
        "reviewer": Role.REVIEWER,
        "supervisor": Role.SUPERVISOR,
        "officer-nhatrang": Role.OFFICER,
        "leader-xaydung": Role.LEADER,
        "coordinator-moitruong": Role.COORDINATOR,
        "agency-admin-xaydung": Role.AGENCY_ADMIN,
        "webmaster-moitruong": Role.WEBMASTER,
    }
    for username, role in roles.items():
        user = people.user(username)
        assert access.actor_for(user).has(role)
        assert user.check_password(PASSWORD)
        assert user.has_perm("wagtailadmin.access_admin")
    for email, *_names in people.CITIZENS:
        user = people.user(email)
        assert not user.is_staff
        assert not user.has_perm("wagtailadmin.access_admin")
        assert user.email_verified_at
        assert email not in user.username


def test_staff_who_are_no_demo_login_cannot_sign_in() -> None:
    assert not people.user("leader-yte").has_usable_password()


def test_banners_stand_at_several_agencies() -> None:
    assert models.Placement.objects.count() == 4
    assert models.Placement.objects.values("agency").distinct().count() == 4


def test_one_banner_works_one_is_silent_one_is_elsewhere() -> None:
    found = outreach.with_state(models.Placement.objects.all(), NOW, 7)
    assert sorted(found.values_list("shown", flat=True)) == [
        Shown.WORKING,
        Shown.MOVED,
        Shown.SILENT,
        Shown.NEVER,
    ]
    assert models.PlacementCount.objects.filter(kind="seen", number__gt=0).count() > 60


def test_loading_again_changes_nothing() -> None:
    before = counts(), content()
    demo.load(PASSWORD, NOW.replace(day=20))
    assert (counts(), content()) == before


def test_what_an_administrator_changed_stays() -> None:
    with transaction.atomic():
        models.Topic.objects.filter(code="y-te").update(name="Sức khỏe")
        demo.load(PASSWORD, NOW)
        assert models.Topic.objects.get(code="y-te").name == "Sức khỏe"
        transaction.set_rollback(True)


def test_codes_are_the_same_everywhere() -> None:
    known = {names.code(spec["key"], spec.get("number", "")) for spec in cases.specs()}
    assert set(Case.objects.filter(split_from=None).values_list("code", flat=True)) == known
    assert len(known) == 65


def test_the_history_and_the_ledger_of_the_demo_hold(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_history")
    call_command("check_ledger")
    said = capsys.readouterr().out
    assert f"nguyên vẹn: {Event.objects.count()} sự kiện của {Case.objects.count()} phản ánh" in said
    assert "Sổ giữ việc không có chỗ sai." in said


def test_it_refuses_where_no_demo_password_is_set(settings: Any) -> None:
    del settings.DEMO_PASSWORD
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("load_pakn_demo")
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("load_demo")


def test_the_calendar_command_says_how_much_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_calendar")
    assert capsys.readouterr().out.startswith("0 ngày mới")
