"""The pictures of a reply by what they show, and its answers with the pictures that prove a promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pakn_plugin.answers import Side, Told
from pakn_plugin.models import Photo, Reply


@dataclass(frozen=True)
class Row:
    """A point with its answer, and the pictures of the report about its promise."""

    told: Told
    photos: list[Photo]


@dataclass(frozen=True)
class Album:
    """What a reply shows beside its text."""

    rows: list[Row]
    before: list[Photo]
    after: list[Photo]


def give_album(reply: Reply, own: Sequence[Photo], filed: Iterable[Photo]) -> None:
    """Hang the album on a reply as `album`. `own` are its pictures, `filed` those of the filing that may be shown."""
    chosen = [photo for photo in filed if photo.pk in reply.before and not photo.reply_id and not photo.message_id]
    sides = {side: [photo for photo in own if (photo.side or Side.AFTER) == side] for side in Side}
    rows = [
        Row(each, [photo for photo in sides[Side.PROOF] if each.promise and photo.pk in each.promise.photos])
        for each in reply.told
    ]
    reply.album = Album(rows, chosen + sides[Side.BEFORE], sides[Side.AFTER])  # type: ignore[attr-defined]
