"""Is the banner on its registered page? Looked up by the worker, one page a task, where the agency agreed to it."""

from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin import conf, origins
from pakn_plugin.access import NotAllowed
from pakn_plugin.models import PageCheck, Placement
from pakn_plugin.services import sightings
from pakn_plugin.services.page_fetch import NET, Net, Unfit, fetch
from pakn_plugin.services.page_reading import addresses

# A little less than a week: the nightly run then finds what it looked at in last week's.
EVERY = timedelta(days=6, hours=12)
AGAIN_AFTER = timedelta(minutes=1)
BATCH = 500


def queue_due(now: datetime) -> int:
    """Enqueue the pages whose turn it is, those that waited longest first; returns how many."""
    due = Q(checked_at__isnull=True) | Q(checked_at__lte=now - EVERY)
    rows = Placement.objects.filter(due, active=True, check_page=True).exclude(page="")
    found = list(rows.order_by("checked_at", "pk").values_list("pk", flat=True)[:BATCH])
    for pk in found:
        async_task("pakn_plugin.tasks.check_banner_page", pk)
    return len(found)


def queue(placement: Placement, now: datetime) -> None:
    """Enqueue one page now. Raises NotAllowed where it has none, or was looked at a moment ago."""
    if not placement.page:
        raise NotAllowed(_("Nơi đặt này chưa khai địa chỉ trang."))
    if placement.checked_at and placement.checked_at > now - AGAIN_AFTER:
        raise NotAllowed(_("Trang vừa được kiểm tra. Hãy thử lại sau một phút."))
    async_task("pakn_plugin.tasks.check_banner_page", placement.pk)


def check(placement_id: int, now: datetime, net: Net = NET) -> str:
    """Look at a placement's page and keep what was found; returns the code, empty where the placement is gone.

    A banner that was found leaves a sight of its registered site. Running it twice does no harm.
    """
    placement = Placement.objects.filter(pk=placement_id).exclude(page="").first()
    if placement is None:
        return ""
    code = look(placement, net)
    Placement.objects.filter(pk=placement_id).update(checked_at=now, check_result=code.value)
    if code == PageCheck.FOUND:
        sightings.note({(placement.key, origins.of_page(placement.page)): now})
    return code.value


def look(placement: Placement, net: Net = NET) -> PageCheck:
    """What a look at the page finds."""
    try:
        page = fetch(placement.page, net)
    except Unfit as unfit:
        return unfit.code
    if shows(page.text, placement):
        return PageCheck.FOUND
    return PageCheck.ABSENT if page.whole else PageCheck.TOO_LONG


def shows(html: str, placement: Placement) -> bool:
    """Whether a link, picture or frame of the placement stands in a page; not in a comment or a text."""
    host = urlsplit(conf.base_url()).netloc.lower()
    return any(_leads(each, placement, host) for each in addresses(html))


def _leads(address: str, placement: Placement, host: str) -> bool:
    try:
        parts = urlsplit(urljoin(placement.page, address))
    except ValueError:
        return False
    key = placement.key
    picture_or_frame = parts.path.startswith((f"/banner/v1/{key}/", f"/embed/{key}/"))
    return parts.netloc.lower() == host and (picture_or_frame or parts.path.rstrip("/") == f"/b/{key}")
