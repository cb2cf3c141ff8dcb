"""Photos and documents of a case. Files live in a private folder and are served through views that check who asks."""

from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pakn_plugin import codes, conf
from pakn_plugin.answers import Side
from pakn_plugin.models.case import Case
from pakn_plugin.models.conversation import Message, Note, Reply


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Files below PAKN_PRIVATE_MEDIA_ROOT; they have no address of their own."""

    @cached_property
    def base_location(self) -> str:
        return str(conf.private_root())

    @cached_property
    def location(self) -> str:
        return str(conf.private_root().absolute())

    def url(self, name: str | None) -> str:
        raise ValueError("private files are served by views only")


def random_path(instance: models.Model, filename: str) -> str:
    """A name that says nothing of the upload; the citizen's file name is not kept."""
    key = codes.random_symbols(20).lower()
    return f"{instance._meta.model_name}/{key[:2]}/{key}.jpg"


def random_pdf_path(instance: models.Model, filename: str) -> str:
    """The same for documents."""
    return random_path(instance, filename).removesuffix("jpg") + "pdf"


class PhotoFields(models.Model):
    """A clean JPEG and its thumbnail."""

    file = models.FileField(storage=PrivateStorage(), upload_to=random_path)
    thumbnail = models.FileField(storage=PrivateStorage(), upload_to=random_path)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        abstract = True


class Photo(PhotoFields):
    """A photo of a filing, or of one message or reply of the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos")
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="photos")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="photos")
    is_public = models.BooleanField(_("được công khai"), default=False)
    side = models.CharField(_("ảnh chụp lúc"), max_length=8, choices=Side.choices, blank=True, default="")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("ảnh của phản ánh")
        verbose_name_plural = _("ảnh của phản ánh")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message__isnull=True) | models.Q(reply__isnull=True), name="pakn_photo_one_owner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} – {self.pk}"


class HeldPhoto(PhotoFields):
    """A checked photo of a form that had another error: it waits here so that nobody has to pick it again."""

    key = models.CharField(max_length=26, unique=True, editable=False)
    held_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or codes.random_symbols(26)
        super().save(*args, **kwargs)


class DocumentFields(models.Model):
    """A checked PDF. Its name on the sender's device may say who somebody is: only the sender and staff read it."""

    file = models.FileField(storage=PrivateStorage(), upload_to=random_pdf_path)
    name = models.CharField(_("tên tệp"), max_length=120)
    size = models.PositiveIntegerField(_("dung lượng (byte)"))
    pages = models.PositiveSmallIntegerField(_("số trang"))

    class Meta:
        abstract = True


class Document(DocumentFields):
    """A document of one message or reply of the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="documents")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="documents")
    is_public = models.BooleanField(_("được công khai"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("tài liệu của phản ánh")
        verbose_name_plural = _("tài liệu của phản ánh")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message__isnull=True) ^ models.Q(reply__isnull=True), name="pakn_document_one_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(is_public=False) | models.Q(reply__isnull=False), name="pakn_document_public"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} – {self.pk}"


class NotePhoto(PhotoFields):
    """A photo of an internal note. It has a table of its own: nothing that citizens read looks into it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="photos")

    def __str__(self) -> str:
        return f"{self.note} – {self.pk}"


class NoteDocument(DocumentFields):
    """A document of an internal note, kept apart for the same reason."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="documents")

    def __str__(self) -> str:
        return f"{self.note} – {self.pk}"


class HeldDocument(DocumentFields):
    """A checked document of a form that had another error."""

    key = models.CharField(max_length=26, unique=True, editable=False)
    held_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or codes.random_symbols(26)
        super().save(*args, **kwargs)
