"""Photos of a form that is not finished: the good ones wait on the server, so that nobody picks them twice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin import conf
from pakn_plugin.fields import PhotoErrors, PhotosField
from pakn_plugin.models import HeldPhoto
from pakn_plugin.pictures import Picture
from pakn_plugin.public import throttle
from pakn_plugin.services import photos


class FormWithPhotos(forms.Form):
    """A form with new photos (`fresh`) and photos held since the try before (`held`)."""

    photos = PhotosField(
        label=gettext_lazy("Ảnh"),
        help_text=gettext_lazy(
            "Tối đa 5 ảnh JPEG, PNG hoặc WebP, mỗi ảnh đến 10 MB. Vị trí chụp ghi trong ảnh sẽ bị xóa."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fresh: list[Picture] = []
        self.held: list[HeldPhoto] = self._held() if self.is_bound else []

    def _held(self) -> list[HeldPhoto]:
        data = cast(QueryDict, self.data)
        dropped = set(data.getlist("drop"))
        keys = [key for key in dict.fromkeys(data.getlist("held")) if key not in dropped]
        return photos.held(keys)[: conf.get("PHOTO_LIMIT")]

    def add_error(self, field: str | None, error: Any) -> None:
        """Remember the photos that were fine among faulty ones."""
        if isinstance(error, PhotoErrors):
            self.fresh = error.pictures
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        """Held and new photos together keep the limit; those beyond it are left out and named."""
        cleaned = super().clean() or self.cleaned_data
        self.fresh = cleaned.get("photos") or self.fresh
        limit = conf.get("PHOTO_LIMIT")
        if len(self.held) + len(self.fresh) > limit:
            self.fresh = self.fresh[: limit - len(self.held)]
            self.add_error("photos", ValidationError(_("Chỉ gửi được tối đa %(limit)d ảnh.") % {"limit": limit}))
        return cleaned

    def pictures(self) -> Sequence[Picture]:
        """Held and new photos in the order in which they were picked."""
        return [photos.picture_of(photo) for photo in self.held] + self.fresh

    def hold(self, request: HttpRequest, now: datetime) -> None:
        """Put the new photos aside, because the form goes back to the person."""
        fresh, self.fresh = self.fresh, []
        if fresh and throttle.allow(request, "hold", 4 * conf.get("FILINGS_PER_HOUR"), throttle.HOUR):
            self.held += photos.hold(fresh, now)
