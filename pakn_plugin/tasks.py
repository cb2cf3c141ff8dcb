"""Entry points of the worker: thin, idempotent, arguments are ids."""

from django.utils import timezone

from pakn_plugin.services import (
    anchors,
    banner,
    calendar_changes,
    counting,
    deputies,
    outbox,
    outreach,
    page_check,
    reminders,
    rendering,
    reorganisation,
    staff,
)
from pakn_plugin.services.sweep import sweep as run_sweep


def deliver_event(event_id: int) -> int:
    """Send the notifications of one event."""
    return outbox.deliver_event(event_id, timezone.now())


def sweep() -> dict[str, int]:
    """What time alone brings about."""
    return run_sweep(timezone.now())


def anchor() -> bool:
    """Anchor the history of all cases, once a day; whether this run made the anchor."""
    return anchors.make_anchor(timezone.now()) is not None


def apply_calendar(change_id: int) -> bool:
    """Apply a change of the working calendar and recompute all deadlines; whether this run did it."""
    return calendar_changes.apply(change_id, timezone.now())


def reorganise(reorganisation_id: int) -> bool:
    """Carry out a reorganisation that was handed over; whether this run did it."""
    return reorganisation.run_queued(reorganisation_id, timezone.now())


def render_banner(placement_id: int) -> bool:
    """Draw a placement's banner."""
    return banner.render(placement_id)


def render_banners(rendering_id: int) -> bool:
    """Draw the next banners of a run; whether more wait."""
    return rendering.run_queued(rendering_id, timezone.now())


def nightly_banners() -> None:
    """Draw what a new day changes, and clean away what nobody links to."""
    rendering.nightly(timezone.now())


def collect_counts() -> int:
    """Add up the banner's counts of the last minutes; how many files. Runs that lost their task are taken up."""
    now = timezone.now()
    rendering.take_up(now)
    return counting.collect(now)


def plan_reminders(after: int) -> int:
    """Plan reminders anew after their rules were edited, a batch of cases at a time."""
    return reminders.plan_batch(after, timezone.now())


def send_invitation(invitation_id: int) -> bool:
    """Send a new member of staff the link to set a password."""
    return staff.send_invitation(invitation_id, timezone.now())


def tell_of_deputation(deputation_id: int) -> int:
    """Tell a leader and the deputy that one stands in for the other, or does so no longer."""
    return deputies.tell(deputation_id, timezone.now())


def send_banner_reminder(reminder_id: int) -> bool:
    """Remind an agency of its banners."""
    return outreach.send(reminder_id, timezone.now())


def check_banner_pages() -> int:
    """Have the registered pages looked at whose turn it is."""
    return page_check.queue_due(timezone.now())


def check_banner_page(placement_id: int) -> str:
    """Look whether the banner is on its registered page."""
    return page_check.check(placement_id, timezone.now())
