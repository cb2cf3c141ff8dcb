"""Photos on their way from an upload to the case; only clean new encodings are ever stored."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.files.base import ContentFile

from pakn_plugin.models import Case, HeldPhoto, Message, Note, NotePhoto, Photo, Reply
from pakn_plugin.models.attachment import PhotoFields
from pakn_plugin.pictures import Picture

HELD_FOR = timedelta(hours=24)
P = TypeVar("P", bound=PhotoFields)


def attach(
    case: Case,
    pictures: Sequence[Picture],
    message: Message | None = None,
    reply: Reply | None = None,
    side: str = "",
) -> None:
    """Keep pictures with the case, or with one message or reply of it; a reply's pictures have a side."""
    for order, picture in enumerate(pictures):
        _store(Photo(case=case, message=message, reply=reply, order=order, side=side), picture)


def attach_to_note(note: Note, pictures: Sequence[Picture]) -> None:
    """Keep pictures with an internal note."""
    for picture in pictures:
        _store(NotePhoto(note=note), picture)


def hold(pictures: Iterable[Picture], now: datetime) -> list[HeldPhoto]:
    """Put checked pictures aside while the rest of the form is corrected; the keys are in the result."""
    return [_store(HeldPhoto(held_at=now), picture) for picture in pictures]


def held(keys: Sequence[str]) -> list[HeldPhoto]:
    """The photos put aside under these keys, in their order; unknown keys are left out."""
    if not keys:
        return []
    found = {photo.key: photo for photo in HeldPhoto.objects.filter(key__in=list(keys)[:20])}
    return [found[key] for key in keys if key in found]


def picture_of(photo: PhotoFields) -> Picture:
    """A stored photo as a picture."""
    with photo.file.open() as full, photo.thumbnail.open() as small:
        return Picture(full.read(), small.read(), photo.width, photo.height)


def drop_held(now: datetime) -> int:
    """Delete photos put aside more than 24 hours ago, with their files; returns how many."""
    old = list(HeldPhoto.objects.filter(held_at__lt=now - HELD_FOR)[:500])
    for photo in old:
        photo.file.delete(save=False)
        photo.thumbnail.delete(save=False)
        photo.delete()
    return len(old)


def _store(photo: P, picture: Picture) -> P:
    photo.width, photo.height = picture.width, picture.height
    photo.file.save("photo.jpg", ContentFile(picture.content), save=False)
    photo.thumbnail.save("photo.jpg", ContentFile(picture.thumbnail), save=False)
    photo.save()
    return photo
