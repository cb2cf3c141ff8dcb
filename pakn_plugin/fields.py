"""Form fields shared by the doors: a citizen's text, a set of photos, a Vietnamese phone number."""

from collections.abc import Sequence
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from pakn_plugin import conf, text
from pakn_plugin.documents import DocumentError, Pdf, clean_document
from pakn_plugin.pictures import MAX_BYTES, Picture, PictureError, clean_picture

PICTURE_ERRORS = {
    "too_large": _("Ảnh “%(name)s” lớn hơn 10 MB. Hãy chọn ảnh nhỏ hơn hoặc chụp lại với độ phân giải thấp hơn."),
    "not_a_picture": _("Tệp “%(name)s” không phải là ảnh JPEG, PNG hoặc WebP."),
    "too_many_pixels": _("Ảnh “%(name)s” có quá nhiều điểm ảnh (trên 40 triệu). Hãy chọn ảnh nhỏ hơn."),
    "broken": _("Ảnh “%(name)s” bị lỗi hoặc tải lên chưa hết. Hãy chọn lại ảnh."),
}

DOCUMENT_ERRORS = {
    "too_large": _("Tài liệu “%(name)s” lớn hơn 10 MB. Hãy chia nhỏ hoặc quét lại với độ phân giải thấp hơn."),
    "not_a_pdf": _("Tệp “%(name)s” không phải là PDF. Hãy lưu văn bản thành PDF rồi gửi lại."),
    "locked": _("Tài liệu “%(name)s” có đặt mật khẩu hoặc bị mã hóa. Hãy gửi bản không khóa."),
    "active": _(
        "Tài liệu “%(name)s” có chương trình, biểu mẫu động hoặc tệp đính kèm bên trong nên không nhận được. "
        "Hãy in ra PDF lần nữa (chọn “Lưu dưới dạng PDF”) rồi gửi lại."
    ),
    "too_many_pages": _("Tài liệu “%(name)s” dài hoặc phức tạp quá (trên 200 trang). Hãy chỉ gửi phần cần thiết."),
    "broken": _("Tài liệu “%(name)s” bị lỗi hoặc tải lên chưa hết. Hãy chọn lại."),
}


class CleanTextField(forms.CharField):
    """Free text: composed, without invisible control characters, at most PAKN_TEXT_LIMIT characters."""

    def __init__(self, **kwargs: Any) -> None:
        limit = conf.get("TEXT_LIMIT")
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6, "class": "pk-textarea", "dir": "auto"}))
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        """The cleaned text; line ends count as one character, as in the browser."""
        return text.clean(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(
                ngettext_lazy(
                    "Nội dung dài %(length)d ký tự; tối đa là %(limit)d. Hãy rút gọn hoặc gửi phần còn lại sau.",
                    "Nội dung dài %(length)d ký tự; tối đa là %(limit)d. Hãy rút gọn hoặc gửi phần còn lại sau.",
                    "length",
                ),
                code="too_long",
                params={"length": len(value), "limit": self.limit},
            )


class PhotosInput(forms.ClearableFileInput):
    """One control for several photos."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """Up to PAKN_PHOTO_LIMIT photos; the value is a list of clean pictures.

    Where some files are faulty, PhotoErrors names each and carries the good ones, so that a door can hold them.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "widget", PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "class": "pk-input"})
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        pictures, errors = read_pictures(data or [])
        if errors:
            raise PhotoErrors(errors, pictures)
        if self.required and not pictures:
            raise ValidationError(self.error_messages["required"], code="required")
        return pictures


class PhotoErrors(ValidationError):
    """Faults of some photos; `pictures` are the ones that were fine."""

    def __init__(self, errors: Sequence[ValidationError], pictures: Sequence[Picture]) -> None:
        super().__init__(list(errors))
        self.pictures = list(pictures)


def read_pictures(files: Sequence[UploadedFile]) -> tuple[list[Picture], list[ValidationError]]:
    """Check uploads one by one: the clean pictures, and an error for each file that is none."""
    pictures: list[Picture] = []
    errors: list[ValidationError] = []
    limit = conf.get("PHOTO_LIMIT")
    if len(files) > limit:
        errors.append(
            ValidationError(_("Chỉ gửi được tối đa %(limit)d ảnh."), code="too_many", params={"limit": limit})
        )
    for upload in list(files)[:limit]:
        try:
            pictures.append(clean_picture(upload.read(MAX_BYTES + 1)))
        except PictureError as error:
            name = text.clean(upload.name or "")[:80]
            errors.append(ValidationError(PICTURE_ERRORS[error.code], code=error.code, params={"name": name}))
    return pictures, errors


class DocumentsField(forms.FileField):
    """Up to PAKN_DOCUMENT_LIMIT PDF documents; the value is a list of checked ones, as with PhotosField."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", PhotosInput(attrs={"accept": "application/pdf", "class": "pk-input"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        pdfs, errors = read_documents(data or [])
        if errors:
            raise DocumentErrors(errors, pdfs)
        return pdfs


class DocumentErrors(ValidationError):
    """Faults of some documents; `pdfs` are the ones that were fine."""

    def __init__(self, errors: Sequence[ValidationError], pdfs: Sequence[Pdf]) -> None:
        super().__init__(list(errors))
        self.pdfs = list(pdfs)


def read_documents(files: Sequence[UploadedFile]) -> tuple[list[Pdf], list[ValidationError]]:
    """Check uploads one by one: the documents that passed, and an error for each that did not."""
    pdfs: list[Pdf] = []
    errors: list[ValidationError] = []
    limit = conf.get("DOCUMENT_LIMIT")
    if len(files) > limit:
        too_many = _("Chỉ gửi được tối đa %(limit)d tài liệu.")
        errors.append(ValidationError(too_many, code="too_many", params={"limit": limit}))
    for upload in list(files)[:limit]:
        name = text.clean(upload.name or "")[-100:]
        try:
            pdfs.append(clean_document(upload.read(MAX_BYTES + 1), name))
        except DocumentError as error:
            errors.append(ValidationError(DOCUMENT_ERRORS[error.code], code=error.code, params={"name": name}))
    return pdfs, errors


class PhoneField(forms.CharField):
    """A phone number; Vietnamese unless it begins with +. The value is in E.164 form, empty where none was given."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "tel", "autocomplete": "tel", "class": "pk-input"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        number = read_phone(typed)
        if not number:
            raise ValidationError(
                _("Số điện thoại chưa đúng. Số di động có 10 chữ số, ví dụ 0905 123 456."), code="phone"
            )
        return number


def read_phone(typed: str) -> str:
    """The E.164 form of a typed number, empty where it cannot be one."""
    try:
        number = phonenumbers.parse(typed, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
