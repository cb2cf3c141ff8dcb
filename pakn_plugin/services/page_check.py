"""Is the banner on its registered page? Looked up by the worker, one page a task, where the agency agreed to it."""

from datetime import datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin import conf, origins
from pakn_plugin.access import NotAllowed
from pakn_plugin.models import PageCheck, Placement
from pakn_plugin.services import sightings
from pakn_plugin.services.page_fetch import NET, Net, Unfit, fetch

# A little less than a week: the nightly run then finds what it looked at in last week's.
EVERY = timedelta(days=6, hours=12)
AGAIN_AFTER = timedelta(minutes=1)
BATCH = 500
MOST_TAGS = 20_000
# Tag → where its addresses stand.
PLACES = {"a": ("href",), "img": ("src", "srcset"), "source": ("srcset",), "iframe": ("src",), "area": ("href",)}


class _Enough(Exception):
    """The banner was found, or the page holds more tags than a page does."""


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
    finder = _Finder(placement.key, placement.page)
    try:
        finder.feed(html)
        finder.close()
    except _Enough:
        pass
    return finder.found


class _Finder(HTMLParser):
    """Ends with the first address of the placement."""

    def __init__(self, key: str, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.host = urlsplit(conf.base_url()).netloc.lower()
        self.paths = (f"/b/{key}", f"/banner/v1/{key}/", f"/embed/{key}/")
        self.page = page
        self.found = False
        self.tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        for name, value in attrs:
            if value and name in PLACES.get(tag, ()) and any(self._is_ours(each) for each in value.split()):
                self.found = True
        if self.found or self.tags > MOST_TAGS:
            raise _Enough

    def _is_ours(self, address: str) -> bool:
        try:
            parts = urlsplit(urljoin(self.page, address))
        except ValueError:
            return False
        if parts.netloc.lower() != self.host:
            return False
        return parts.path.startswith(self.paths[1:]) or parts.path.rstrip("/") == self.paths[0]
