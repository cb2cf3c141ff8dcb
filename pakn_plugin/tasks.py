"""Entry points of the worker: thin, idempotent, arguments are ids."""

from django.utils import timezone

from pakn_plugin.services import anchors, banner, outbox
from pakn_plugin.services.sweep import sweep as run_sweep


def deliver(notification_id: int) -> bool:
    """Send one notification."""
    return outbox.deliver(notification_id, timezone.now())


def sweep() -> dict[str, int]:
    """What time alone brings about."""
    return run_sweep(timezone.now())


def anchor() -> bool:
    """Anchor the history of all cases, once a day; whether this run made the anchor."""
    return anchors.make_anchor(timezone.now()) is not None


def render_banner(placement_id: int) -> bool:
    """Draw a placement's banner."""
    return banner.render(placement_id)
