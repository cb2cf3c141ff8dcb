"""What offices and administrators keep beside the cases, as plain rows; and an agency that has a case of its own."""

from datetime import timedelta

from django.test import override_settings
from django.utils import timezone

from pakn_plugin.models import (
    Agency,
    CalendarChange,
    ComparisonLimits,
    OfficePhrase,
    PlacementSight,
    Rendering,
    Reorganisation,
    ReorganisationChange,
    ReplyTemplate,
    SavedFilter,
)
from pakn_plugin.services import anchors, documents, handling, photos, sweep, transfer
from tests.canary.garden import Garden, paper, picture
from tests.canary.words import inside, own
from tests.factories import CaseFactory, PlacementFactory


def keep(g: Garden) -> None:
    """Rows of every register whose words stay in the house."""
    a = g.world.a.agency
    Agency.objects.filter(pk=a.pk).update(email=f"{inside('Agency.email')}@example.vn")
    page = f"https://example.vn/{inside('Placement.page')}"
    placement = PlacementFactory(agency=a, place=inside("Placement.place"), page=page)
    origin = f"https://{inside('PlacementSight.origin')}.example.vn"
    Rendering.objects.create(asked_at=g.clock, step_at=g.clock, total=1, error=inside("Rendering.error"))
    PlacementSight.objects.create(placement=placement, origin=origin, first_at=g.clock, last_at=g.clock)
    SavedFilter.objects.create(
        owner=g.world.a.officer.user,
        name=inside("SavedFilter.name"),
        query=f"q={inside('SavedFilter.query')}",
        created_at=g.clock,
    )
    ReplyTemplate.objects.create(name=inside("ReplyTemplate.name"), text=inside("ReplyTemplate.text"))
    OfficePhrase.objects.create(text=f"báo {inside('OfficePhrase.text')}", note=inside("OfficePhrase.note"))
    ComparisonLimits.objects.create(note=inside("ComparisonLimits.note"))
    CalendarChange.objects.create(
        created_at=g.clock,
        status="failed",
        error=inside("CalendarChange.error"),
        first_moved=[inside("CalendarChange.first_moved")],
    )
    reorganise(g)


def reorganise(g: Garden) -> None:
    """A plan that failed, with what it would have changed."""
    words = {name: inside(f"Reorganisation.{name}") for name in ("title", "document", "plan", "boundaries", "error")}
    day = g.clock.date()
    row = Reorganisation.objects.create(effective=day, created_at=g.clock, status="failed", **words)
    old, new = ({"name": inside(f"ReorganisationChange.{name}")} for name in ("old", "new"))
    ReorganisationChange.objects.create(reorganisation=row, what="agency", object_id=1, old=old, new=new)


def hold(g: Garden) -> None:
    """Files of forms that had another error: an officer's and the reporter's."""
    names = (inside("HeldDocument.name"), own("HeldDocument.name"))
    documents.hold([paper(name) for name in names], g.clock)
    photos.hold([picture("")], g.clock)


def days_pass(g: Garden) -> None:
    """Agency C gets a case; days later everybody has had a daily mail, and the history was anchored."""
    w = g.world
    case = CaseFactory(now=g.clock, topic=w.topic, area=w.area)
    handling.receive(case.pk, w.operator, g.clock)
    transfer.transfer(case.pk, w.operator, g.c.agency, "Thuộc thẩm quyền.", g.clock)
    transfer.accept(case.pk, g.c.coordinator, g.clock, g.c.officer.user)
    for days in (1, 9, 10, 16, 17):
        sweep.sweep(g.clock + timedelta(days=days))
    with override_settings(PAKN_ANCHOR_MAILS=["moc@example.vn"]):
        anchors.make_anchor(timezone.now() + timedelta(days=1))
