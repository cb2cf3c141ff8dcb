"""The canary test: what was written inside is never found where citizens, the public or other agencies look."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from home.search import search_pages
from pakn_plugin import links, mails, notify
from pakn_plugin.models import Event, Notification, Publication
from pakn_plugin.public.statistics import CHOICES, VIEWS
from pakn_plugin.queries.published import Wanted, published_page
from tests.canary import addresses, desks
from tests.canary.fields import Reader, answers, fields
from tests.canary.garden import Garden
from tests.canary.surfaces import answer, letter, look, rows_elsewhere
from tests.canary.words import BOTH, CODE, INSIDE, OWN, PHONE, planted, traces
from tests.signing import whenever

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("postgresql")]
WANTED = {
    Reader.INSIDE: {INSIDE},
    Reader.UNTIL_APPROVED: {INSIDE},
    Reader.OWN: {OWN},
    Reader.OWN_OR_INSIDE: {INSIDE, OWN},
    Reader.OPEN: set(),
    Reader.MACHINE: set(),
}
# Addresses that must have shown something, or the walk was blind.
SHOWN = {
    *("list", "file", "notice", "lookup", "statistics", "published", "public_photo", "public_thumbnail"),
    *("public_document", "follow", "timing", "qr", "rate", "follow_photo", "follow_thumbnail", "follow_document"),
    *("banner", "healthz", "sitemap", "robots", "search", "wagtail_serve"),
}
# Typed over on the way: only the history of the drafts' author has held them.
TYPED_OVER = ("draftq", "returnedq", "typedq")


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def _nothing_is_logged(garden: Garden) -> Iterator[None]:
    """No step of the story and no visit leaves a canary in the log, at whatever level."""
    yield
    lines, garden.log.lines = garden.log.lines, []
    assert traces("\n".join(lines)) == set()


def test_every_field_holds_the_canaries_that_it_may_hold_and_no_others(garden: Garden) -> None:
    """What nobody outside may read was planted; what everybody may read, and the machine's own words, hold none."""
    known, wrong = answers(), {}
    for name, found in in_the_database().items():
        kinds = {INSIDE if each.startswith(INSIDE) else OWN for each in found}
        if kinds != WANTED[known[name]]:
            wrong[name] = (known[name], found)
    assert not wrong


def in_the_database() -> dict[str, set[str]]:
    found = {}
    for name, model, field in fields():
        rows = model._default_manager.values_list(field, flat=True)
        found[name] = set().union(*(traces(str(value)) for value in rows))
    return found


def test_those_who_handle_the_case_do_see_them(garden: Garden) -> None:
    cases = [garden.main, garden.begun]
    seen = set().union(*(desks.seen_by(who, cases) for who in (garden.world.a.leader, garden.world.reviewer)))
    for shown in ("Note.text", "Transfer.reason", "Coordination.answer", "Review.remark", "NoteDocument", "NotePhoto"):
        assert {word for word, field in planted.items() if field == shown} & seen, shown
    stored = set().union(*in_the_database().values())
    lost = set(planted) - seen - stored
    assert {word for word in lost if not word.endswith(TYPED_OVER)} == set()


def test_no_address_shows_what_is_not_for_its_reader(garden: Garden, visitor: Client) -> None:
    """Everybody's addresses, then the links of three sorts of reporters; and nothing stays in the cache."""
    g = garden
    open_to_all, first = look(visitor, addresses.of_everybody())
    others, second = look(visitor, addresses.of_reporters([g.twin, g.begun]))
    reporters, third = look(visitor, addresses.of_reporters([g.main, g.part, g.hidden]), [INSIDE])
    assert (open_to_all, others, reporters) == ({}, {}, {})
    status = first | second | third
    assert not {address: code for address, code in status.items() if code >= 500 and address != "/readyz"}
    assert {named(address) for address, code in status.items() if code == 200} >= SHOWN
    kept: Any = cache
    assert [key for key, value in kept._cache.items() if traces(bytes(value))] == []


def named(address: str) -> str:
    try:
        return resolve(address).url_name or ""
    except Resolver404:
        return ""


def test_the_reporters_own_page_is_no_empty_page(garden: Garden, visitor: Client) -> None:
    """What the walk did not find there is not for want of looking: their own words are shown to them."""
    page = traces(answer(visitor.get(links.follow_path(garden.main))), [OWN])
    own = {field for word, field in planted.items() if word in page}
    assert own >= {
        "Case.text",
        "Message.text",
        "Rating.comment",
        "Review.reason",
        "TimeRequest.reason",
        "Document.name",
    }


def test_faulty_forms_show_no_more(garden: Garden, visitor: Client) -> None:
    for case, kinds in ((garden.main, [INSIDE]), (garden.begun, BOTH), (garden.twin, BOTH)):
        for do in ("answer", "rate", "reopen"):
            assert traces(answer(visitor.post(links.follow_path(case), {"do": do})), kinds) == set()


def test_the_look_up_tells_a_stranger_nothing(garden: Garden, visitor: Client) -> None:
    url = reverse("pakn:lookup")
    wrong = visitor.post(url, {"code": garden.twin.code, "contact": "0905000000"})
    assert (wrong.status_code, traces(answer(wrong))) == (422, set())
    right = visitor.post(url, {"code": CODE, "contact": PHONE})
    assert (right.status_code, traces(answer(right))) == (302, set())
    assert whenever(links.follow_path(garden.main)).fullmatch(right.url)


def test_no_search_finds_them(garden: Garden, visitor: Client) -> None:
    """Searching the published cases and the site, in another spelling than they were planted in."""
    title = Publication.objects.get(case=garden.main).title
    assert title in visitor.get(reverse("pakn:list"), {"q": "den hem"}).content.decode()
    for word in (each.upper() for each in planted):
        assert published_page(Wanted(query=word)) == ([], ""), word
    for word in list(planted)[::12]:
        assert search_pages(word.upper(), "vi") == [], word
        page = answer(visitor.get(reverse("pakn:list"), {"q": word})).decode().replace(word, "")
        assert traces(page) == set() and title not in page, word


def test_no_figure_tells_anything(garden: Garden, visitor: Client) -> None:
    url, day = reverse("pakn:statistics"), garden.clock.date().isoformat()
    queries = [f"?ky={each}&theo={view}" for each, view in product(CHOICES, VIEWS)]
    queries += [f"?tu={day}&den={day}&ngay={day}&theo={view}" for view in VIEWS]
    leaks, status = look(visitor, [prefix + url + query for query in queries for prefix in ("", "/en")])
    assert (leaks, set(status.values())) == ({}, {200})


def test_no_mail_carries_what_is_not_for_its_reader(garden: Garden) -> None:
    """Mails and daily mails as they went out: not even staff are mailed what is internal, only where to read it."""
    g = garden
    users = (g.c.coordinator, g.c.officer, g.c.second_officer, g.c.leader)
    elsewhere = {person.user.email for person in users} | {
        "moc@example.vn",
        g.twin.reporter.email,
        g.begun.reporter.email,
    }
    readers: set[str] = set()
    for mail in g.letters:
        readers |= set(mail.recipients())
        kinds = BOTH if set(mail.to) & elsewhere else [INSIDE]
        assert traces(letter(mail), kinds) == set(), (mail.to, mail.subject)
    assert readers >= {g.main.reporter.email, "moc@example.vn", g.twin.reporter.email, g.c.officer.user.email}


def test_no_template_of_a_mail_carries_more_than_its_reader_may_know(garden: Garden) -> None:
    """Each mail to citizens about each step of the case, also where nobody would send it."""
    g = garden
    followers = set(notify.TO_FOLLOWERS.values())
    told = Event.objects.filter(case=g.main, action__in={*notify.TO_CITIZEN, *notify.TO_FOLLOWERS})
    for event in {row.action: row for row in told}.values():
        for template in {*notify.TO_CITIZEN.values(), *followers, notify.RATING_REMINDER, "info_reminder"}:
            row = Notification(event=event, template=template, reporter=g.main.reporter)
            assert traces(repr(mails.render(row)), [INSIDE]) == set(), template
        for template in followers:
            row = Notification(event=event, template=template, reporter=g.twin.reporter, case=g.twin)
            assert traces(repr(mails.render(row))) == set(), template


def test_another_agency_finds_nothing_on_its_desk_or_in_its_files(garden: Garden) -> None:
    cases = [garden.main, garden.part, garden.begun, garden.hidden]
    for who in (garden.c.officer, garden.c.leader, garden.world.b.officer):
        leaks, status = look(desks.signed_in(who), desks.foreign(cases))
        assert leaks == {}, who.user
        assert set(status.values()) <= {200, 302, 404}
        assert status[reverse("pakn_desk:export", args=["xlsx"]) + "?queue=all"] == 200


def test_nothing_lies_in_tables_queues_or_files_of_others(garden: Garden) -> None:
    """Search index, queue with its results, sessions, the admin's log; the anchors; the names of stored files."""
    assert traces("\n".join(garden.tasks)) == set() and garden.tasks
    assert {table: found for table, row in rows_elsewhere() if (found := traces(row))} == {}
    anchors = Path(settings.PAKN_ANCHOR_FILE).read_bytes()
    assert anchors and traces(anchors) == set()
    for root in (settings.MEDIA_ROOT, settings.PAKN_BANNER_ROOT, settings.STATIC_ROOT):
        for path in Path(root).rglob("*"):
            assert traces(str(path)) == set() and (path.is_dir() or traces(path.read_bytes()) == set())
    for path in Path(settings.PAKN_PRIVATE_MEDIA_ROOT).rglob("*"):
        assert traces(str(path)) == set()
