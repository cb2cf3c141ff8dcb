"""Reading a web server's log of banners that it served from the disk by itself.

One line a request, parted by tabs: moment (ISO 8601), verb, path, status, origin of the page, 1 for a machine.
The place is kept in the transaction of the counts, so a line counts once, whatever is killed when. The server may
rotate its logs: the old file, known by its number on the disk, is read to its end before the next.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from pakn_plugin.models import LogPlace, Placement, PlacementCount
from pakn_plugin.services import banner_counts, sightings

CHUNK = 1024 * 1024
PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip")
SERVED = ("200", "304")
_PATH = re.compile(r"/banner/v1/([A-Za-z0-9_-]{1,64})/[\w-]+\.\w+")
Kind = PlacementCount.Kind


@dataclass
class Tally:
    """What a stretch of the log holds: counts by key, day and kind, and where banners were seen."""

    counts: Counter[tuple[str, date, str]] = field(default_factory=Counter)
    seen: dict[tuple[str, str], datetime] = field(default_factory=dict)
    lines: int = 0
    strange: int = 0

    def add(self, line: str) -> None:
        """Take one line; what cannot be read is counted as strange and changes nothing else."""
        self.lines += 1
        try:
            at, verb, path, status, origin, machine = line.rstrip("\r").split("\t")
            moment = datetime.fromisoformat(at)
            day = timezone.localdate(moment)
        except (ValueError, OverflowError):
            self.strange += 1
            return
        asked = _PATH.fullmatch(path)
        if verb != "GET" or status not in SERVED or asked is None:
            return
        self.counts[asked[1], day, Kind.MACHINE if machine == "1" else Kind.SEEN] += 1
        if machine != "1" and origin not in ("", "-"):
            known = asked[1], origin
            self.seen[known] = max(moment, self.seen.get(known, moment))


@dataclass
class Read:
    """What a run read."""

    lines: int = 0
    counted: int = 0
    strange: int = 0


def read(path: Path, now: datetime) -> Read:
    """Add up what is new in a log and its rotated files. Running again, also at once, counts nothing twice.

    Raises OSError where the log cannot be read.
    """
    done = Read()
    while True:
        tally = _step(path.resolve(), now)
        if tally is None:
            return done
        done.lines += tally.lines
        done.strange += tally.strange
        done.counted += tally.counts.total()


def _step(path: Path, now: datetime) -> Tally | None:
    """One stretch in one transaction; None where nothing whole is left to read."""
    with transaction.atomic():
        LogPlace.objects.get_or_create(path=str(path))
        place = LogPlace.objects.select_for_update().get(path=str(path))
        file, following = _where(path, place)
        data = _stretch(file, place.offset)
        end = len(data) if following else data.rfind(b"\n") + 1
        if len(data) == CHUNK:
            end = data.rfind(b"\n") + 1 or len(data)  # a line of a megabyte is none
        if not end and not following:
            place.save()
            return None
        tally = _tally(data[:end])
        _keep(tally)
        place.offset += end
        if following and len(data) < CHUNK:
            place.inode, place.offset = following.stat().st_ino, 0
        place.read_at = now
        place.save()
        return tally


def _where(path: Path, place: LogPlace) -> tuple[Path, Path | None]:
    """The file to go on with, and the one that came after it where it was rotated away."""
    files = _family(path)
    numbers = [file.stat().st_ino for file in files]
    at = numbers.index(place.inode) if place.inode in numbers else len(files) - 1
    if place.inode != numbers[at] or files[at].stat().st_size < place.offset:
        place.inode, place.offset = numbers[at], 0
    return files[at], files[at + 1] if at + 1 < len(files) else None


def _family(path: Path) -> list[Path]:
    """The rotated files that are not packed, oldest first, and the log itself at the end."""
    old = [each for each in path.parent.glob(f"{path.name}[.-]*") if each.is_file() and each.suffix not in PACKED]
    return [*sorted(old, key=lambda each: (each.stat().st_mtime_ns, each.name)), path]


def _stretch(file: Path, offset: int) -> bytes:
    with file.open("rb") as opened:
        opened.seek(offset)
        return opened.read(CHUNK)


def _tally(data: bytes) -> Tally:
    tally = Tally()
    for line in data.decode("utf-8", "replace").split("\n"):
        if line:
            tally.add(line)
    return tally


def _keep(tally: Tally) -> None:
    ids = _ids({key for key, _day, _kind in tally.counts})
    banner_counts.add({(ids[key], day, kind): n for (key, day, kind), n in tally.counts.items() if key in ids})
    sightings.note(tally.seen)


def _ids(keys: Iterable[str]) -> dict[str, int]:
    """Of the keys that are placements; a log can hold any."""
    asked = sorted(keys)
    found: dict[str, int] = {}
    for start in range(0, len(asked), sightings.BATCH):
        rows = Placement.objects.filter(key__in=asked[start : start + sightings.BATCH])
        found |= dict(rows.values_list("key", "pk"))
    return found
