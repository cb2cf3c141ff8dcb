"""What staff fill in to talk: a message that may ask, a note with files, and that no answer is needed."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.desk.forms import CaseForm, MessageForm, NoteForm, written
from pakn_plugin.desk.keeping import KeepsFiles
from pakn_plugin.fields import DocumentsField, PhotosField


class AskingMessageForm(KeepsFiles, MessageForm):
    """A message with photos and documents; where it asks something, the next word is the citizen's."""

    documents = DocumentsField(label=gettext_lazy("Tài liệu PDF kèm theo"))
    asks = forms.BooleanField(
        label=gettext_lazy("Tin nhắn này hỏi người dân, cần người dân trả lời"),
        required=False,
        help_text=gettext_lazy("Không dừng thời hạn. Muốn tạm dừng thì dùng “Yêu cầu bổ sung”."),
    )


class NoteWithFilesForm(KeepsFiles, NoteForm):
    """An internal note with photos and documents that only staff see."""

    photos = PhotosField(label=gettext_lazy("Ảnh nội bộ"))
    documents = DocumentsField(label=gettext_lazy("Tài liệu PDF nội bộ"))


class WaiveForm(CaseForm):
    """Why no answer is needed, for the inside; and what the citizen reads instead."""

    reason = written(gettext_lazy("Vì sao không cần trả lời – nội bộ"), rows=3)
    sentence = written(gettext_lazy("Câu gửi người dân"), gettext_lazy("Có thể sửa cho hợp với tin nhắn."), rows=3)

    def prepare(self) -> None:
        with translation.override(self.case.reporter.language):
            plain = _("Cơ quan đã đọc tin nhắn của bạn. Tin này không cần trả lời thêm; việc xử lý vẫn tiếp tục.")
        self.field("sentence").initial = plain

    def told(self) -> dict[str, Any]:
        """What the service needs."""
        return {name: self.cleaned_data[name] for name in ("reason", "sentence")}


class RevokeForm(CaseForm):
    """A second thought: the people who use the link now can no longer do so."""

    sure = forms.BooleanField(
        label=gettext_lazy("Tôi đã xác nhận với người gửi, hoặc biết liên kết đã lộ."),
        error_messages={"required": gettext_lazy("Hãy đánh dấu để xác nhận đổi liên kết.")},
    )
