"""Banners as files, so that a page of another agency never waits for our database.

`looks/<look>/<size>.<form>` is written once and never changes; `v1/<key>` is a link to the look that a placement has
now, and `neutral` to the one without a placement; `placements/<key>.json` is the card: what the counted link and the
frame need. Every file and link appears whole or not at all, and a link is turned only when its look is complete: what
a full disk or a killed process leaves behind is the state before.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.utils import formatdate
from pathlib import Path

from pakn_plugin import conf
from pakn_plugin.services.banner_look import FORMS, NEUTRAL, SIZES, Look

NEUTRAL_LINK = "neutral"
# A look that nobody links to stays this long: pages and caches may still ask for it.
KEPT = timedelta(days=2)
# Over so many seconds before now the dates of pictures are spread.
SPREAD = 8_000_000
MOST_CARDS = 4096
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Card:
    """What is known of a placement without the database."""

    # The placement that clicks count for; empty where none is in use.
    counts: str
    # Where the counted link leads.
    to: str
    language: str
    alt: str
    # Sites that may show the banner in a frame.
    frames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of a look as it is answered."""

    data: bytes
    etag: str
    modified: str


class Shelf:
    """Pictures in memory. A look never changes, so nothing here grows old; when it is full it is emptied."""

    def __init__(self) -> None:
        self.pictures: dict[str, Picture] = {}
        self.size = 0

    def put(self, path: str, picture: Picture) -> Picture:
        """Keep a picture."""
        if self.size + len(picture.data) > MOST_BYTES:
            self.pictures, self.size = {}, 0
        self.pictures[path] = picture
        self.size += len(picture.data)
        return picture


shelf = Shelf()
_cards: dict[str, tuple[tuple[int, int], Card]] = {}


def root() -> Path:
    """The folder of everything here."""
    return Path(conf.get("BANNER_ROOT"))


def picture(name: str, size: str, form: str) -> Picture | None:
    """A file of a look; None where it is not there."""
    path = f"{conf.get('BANNER_ROOT')}/looks/{name}/{size}.{form}"
    found = shelf.pictures.get(path)
    if found is not None:
        return found
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a Path costs as much as the rest of the answer
            return shelf.put(path, _picture(file.read(), os.fstat(file.fileno()).st_mtime, name, size, form))
    except (FileNotFoundError, NotADirectoryError):
        return None


def drawn(look: Look, size: str, form: str, now: datetime) -> Picture:
    """A file of a look, drawn now; kept where the disk takes it."""
    name, data = look.name, look.picture(size, form)
    path = root() / "looks" / name / f"{size}.{form}"
    with suppress(OSError):  # a full disk makes it slow, not broken
        _write_picture(path, data)
    return shelf.put(str(path), _picture(data, now.timestamp(), name, size, form))


def _picture(data: bytes, moment: float, name: str, size: str, form: str) -> Picture:
    return Picture(data, f'"{name}-{size}-{form}"', formatdate(moment, usegmt=True))


def ensure(look: Look) -> None:
    """Draw what is missing of a look, in all sizes and forms. Raises OSError where the disk is full."""
    folder = root() / "looks" / look.name
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)  # looked after today: not to be cleaned away
    there = {entry.name for entry in os.scandir(folder)}
    for size in SIZES:
        if any(f"{size}.{form}" not in there for form in FORMS):
            for form, data in look.files(size).items():
                _write_picture(folder / f"{size}.{form}", data)


def linked(key: str) -> str | None:
    """The name of the look that a placement has; None where nothing was linked. `key`: letters, digits, "-", "_"."""
    try:
        return os.readlink(f"{conf.get('BANNER_ROOT')}/v1/{key}")[9:]  # noqa: PTH115
    except OSError:
        return None


def neutral() -> str:
    """The name of the look that is shown where no placement is known."""
    try:
        return os.readlink(f"{conf.get('BANNER_ROOT')}/{NEUTRAL_LINK}")[6:]  # noqa: PTH115
    except OSError:
        return NEUTRAL.name


def link(key: str, look: Look) -> None:
    """Let a placement show a look."""
    _turn(root() / "v1" / key, f"../looks/{look.name}")


def publish(key: str, look: Look, card: Card) -> None:
    """Draw a look as far as it is missing, then let the placement show it. Raises OSError where the disk is full."""
    ensure(look)
    keep_card(key, card)
    if linked(key) != look.name:
        link(key, look)


def publish_neutral() -> None:
    """Draw the neutral look and link it. Raises OSError where the disk is full."""
    ensure(NEUTRAL)
    if neutral() != NEUTRAL.name or not (root() / NEUTRAL_LINK).is_symlink():
        _turn(root() / NEUTRAL_LINK, f"looks/{NEUTRAL.name}")


def keep_card(key: str, card: Card) -> None:
    """Write a placement's card, if it says anything new."""
    if card_of(key) != card:
        _write(root() / "placements" / f"{key}.json", json.dumps(asdict(card), ensure_ascii=False).encode())


def card_of(key: str) -> Card | None:
    """A placement's card, from memory while the file is the same; None where there is none or it cannot be read."""
    path = f"{conf.get('BANNER_ROOT')}/placements/{key}.json"
    try:
        stat = os.stat(path)  # noqa: PTH116
        mark, kept = (stat.st_ino, stat.st_mtime_ns), _cards.get(path)
        if kept and kept[0] == mark:
            return kept[1]
        told = json.loads(Path(path).read_bytes())
        card = Card(**{**told, "frames": tuple(told["frames"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if len(_cards) >= MOST_CARDS:
        _cards.clear()
    _cards[path] = mark, card
    return card


def clean(now: datetime, most: int = 1000) -> int:
    """Remove looks that nobody links to and that nobody looked after for KEPT, oldest first; returns how many.

    A folder is put aside by renaming; one that was linked at that very moment is put back.
    """
    looks, before = root() / "looks", (now - KEPT).timestamp()
    if not looks.is_dir():
        return 0
    old = sorted((entry.stat().st_mtime, entry.name) for entry in os.scandir(looks) if entry.stat().st_mtime < before)
    shown, done = _shown(), 0
    unused = [name for _moment, name in old if name not in shown][:most]
    aside = {name: _put_aside(looks / name) for name in unused}
    shown = _shown()
    for name, folder in aside.items():
        if name in shown:
            with suppress(OSError):  # it was drawn again meanwhile
                folder.rename(looks / name)
            continue
        shutil.rmtree(folder, ignore_errors=True)
        done += 1
    _sweep_parts(before)
    return done


def _put_aside(folder: Path) -> Path:
    return folder.rename(folder.with_name(f".gone-{folder.name.removeprefix('.gone-')}"))


def _shown() -> set[str]:
    folder = root() / "v1"
    keys = [entry.name for entry in os.scandir(folder)] if folder.is_dir() else []
    return {neutral(), *(name for name in map(linked, keys) if name)}


def _sweep_parts(before: float) -> None:
    """What a killed process was writing."""
    for part in root().glob("**/.part-*"):
        with suppress(OSError):
            if part.lstat().st_mtime < before:
                part.unlink()


def _turn(path: Path, target: str) -> None:
    """Make a link point elsewhere, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".part-{os.getpid()}-{os.urandom(6).hex()}")
    part.symlink_to(target)
    part.replace(path)


def _write_picture(path: Path, data: bytes) -> None:
    """Dated by its look: a web server tells pictures apart by second and length alone, and two may share both."""
    earlier = int(hashlib.sha256(path.parent.name.encode()).hexdigest()[:8], 16) % SPREAD
    _write(path, data, int(time.time()) - earlier)


def _write(path: Path, data: bytes, moment: float | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).chmod(0o644)  # a web server reads as another user
        if moment is not None:
            os.utime(part, (moment, moment))
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
