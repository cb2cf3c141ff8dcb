"""The site's image: with a credit, a default alternative text, and no camera data in any stored file."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from pakn_plugin.pictures import without_metadata


class CustomImage(AbstractImage):
    """An editor's picture; the stored file carries neither coordinates nor camera data."""

    credit = models.CharField("nguồn ảnh", max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        fresh: Any = self.file
        if fresh and not fresh._committed:
            self._strip_metadata()
        super().save(*args, **kwargs)

    def _strip_metadata(self) -> None:
        """Store the picture without EXIF, XMP or IPTC; SVG has none and stays as it is."""
        if self.is_svg():
            return
        self.file.open()
        clean = ContentFile(without_metadata(self.file.read()), name=self.file.name)
        self.file: Any = clean
        self.file_size = clean.size
        stored: Any = self.file  # the descriptor has made a field file of it
        self.width, self.height = stored.width, stored.height


class CustomRendition(AbstractRendition):
    """A size of a picture, made when it is first asked for."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
