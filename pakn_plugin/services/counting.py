"""Adds up what the spool holds, once each minute: any kill is safe, and no file counts twice.

The sums and the names of the files are written in one transaction; then the files are deleted. A file that is still
there although its name is known was left by a kill in between: it is deleted and not counted.
"""

import logging
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from pakn_plugin import conf
from pakn_plugin.models import CountFile, Placement
from pakn_plugin.services import banner_counts, sightings, spool

logger = logging.getLogger(__name__)
# A minute after its minute nobody writes into a file any more.
QUIET = timedelta(minutes=2)
MOST_FILES, MOST_BYTES, LONGEST_LINE = 200, 2 * spool.MOST, 400
KEPT = timedelta(weeks=3)
# How old and how new a day may be.
OLDEST, NEWEST = timedelta(days=60), timedelta(days=1)
_NAME = re.compile(r"(\d{8}T\d{4})-[A-Za-z0-9.-]{1,60}\.log")
_LINE = re.compile(
    r"([A-Za-z0-9_-]{1,64})\t(seen|clicked|machine)\t(\d{4}-\d\d-\d\d)\t(https?://[a-z0-9.-]{1,180}(?::\d{1,5})?)?"
)
Sums = Counter[tuple[str, str, date]]
Sights = dict[tuple[str, str], datetime]


def collect(now: datetime) -> int:
    """Add up the files whose minute is over; returns how many. Two that run at once count each file once."""
    ready = list(_ready(now))[:MOST_FILES]
    if not ready:
        return 0
    known = set(CountFile.objects.filter(name__in=[path.name for path, _at in ready]).values_list("name", flat=True))
    fresh = [(path, at) for path, at in ready if path.name not in known]
    try:
        with transaction.atomic():
            CountFile.objects.bulk_create(CountFile(name=path.name, added_at=now) for path, _at in fresh)
            sums, sights = _read(fresh, now)
            add(sums)
            sightings.note(sights)
    except IntegrityError:  # another collector has them
        return 0
    for path, _at in ready:
        with suppress(OSError):  # deleted next time, and not counted
            path.unlink(missing_ok=True)
    _forget(now)
    return len(fresh)


def counted_to(now: datetime) -> datetime:
    """Up to when everything is counted: what lies in the folder still is not. Files tell their minute by their name."""
    folder = spool.folder()
    starts = [at for path in (folder.iterdir() if folder.is_dir() else []) if (at := _minute(path))]
    return min([now, *starts])


def add(sums: Mapping[tuple[str, str, date], int]) -> None:
    """Add numbers to counters by key, kind and day; unknown keys are left out. To be called in a transaction."""
    pks = dict(Placement.objects.filter(key__in={key for key, _kind, _day in sums}).values_list("key", "pk"))
    banner_counts.add({(pks[key], day, kind): n for (key, kind, day), n in sums.items() if key in pks})


def _ready(now: datetime) -> Iterator[tuple[Path, datetime]]:
    """Files whose minute is over, oldest first, and when it began."""
    folder = spool.folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        at = _minute(path)
        if at and at + QUIET <= now and os.access(path, os.R_OK):
            yield path, at


def _minute(path: Path) -> datetime | None:
    """When the minute of a file began; None for a file of another kind."""
    named = _NAME.fullmatch(path.name)
    with suppress(ValueError):
        return datetime.strptime(named[1], "%Y%m%dT%H%M").replace(tzinfo=UTC) if named else None
    return None


def _read(files: Iterable[tuple[Path, datetime]], now: datetime) -> tuple[Sums, Sights]:
    """The sums of all lines that are whole and make sense. Views from our own pages are none, unless they are meant."""
    sums, sights, wrong = Sums(), Sights(), 0
    own, meant = _origin(conf.base_url()), set[str]()
    if own:
        meant = set(Placement.objects.filter(page__startswith=own).values_list("key", flat=True))
    for path, at in files:
        for line in _lines(path):
            fact = _fact(line, now)
            if fact is None:
                wrong += 1
                continue
            key, kind, day, origin = fact
            if kind == spool.SEEN and origin and origin == own and key not in meant:
                continue
            sums[key, kind, day] += 1
            if kind == spool.SEEN and origin:
                sights[key, origin] = max(at, sights.get((key, origin), at))
    if wrong:
        logger.warning("Counts of the banner: %d lines could not be read", wrong)
    return sums, sights


def _lines(path: Path) -> Iterator[str]:
    """The lines that end; a file of an unheard-of size is read to a point, one that is gone has none."""
    try:
        with path.open("rb") as file:
            held = file.read(MOST_BYTES)
    except FileNotFoundError:
        return
    yield from (line.decode("ascii", "replace") for line in held.split(b"\n")[:-1] if line)


def _fact(line: str, now: datetime) -> tuple[str, str, date, str] | None:
    found = _LINE.fullmatch(line) if len(line) <= LONGEST_LINE else None
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[3])
    except ValueError:
        return None
    fits = now.date() - OLDEST <= day <= now.date() + NEWEST
    return (found[1], found[2], day, found[4] or "") if fits else None


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""


def _forget(now: datetime) -> None:
    """Names of files that went long ago; of one that could not be deleted the name stays."""
    old = CountFile.objects.filter(added_at__lt=now - KEPT).order_by("pk").values_list("pk", "name")[:1000]
    gone = [pk for pk, name in old if not (spool.folder() / name).exists()]
    if gone:
        CountFile.objects.filter(pk__in=gone).delete()
