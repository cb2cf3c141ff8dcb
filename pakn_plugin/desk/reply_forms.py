"""The editor of the official reply: its text, an answer to each point, and pictures of before and after."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pakn_plugin import text
from pakn_plugin.answers import Side
from pakn_plugin.desk.answers_forms import AnswersMixin
from pakn_plugin.desk.forms import PaperChoice, PhotoChoice, written
from pakn_plugin.desk.keeping import KeepsFiles
from pakn_plugin.fields import DocumentsField, PhotosField
from pakn_plugin.models import Document, Photo, Reply
from pakn_plugin.models.desk import DAY_PROMISED, day_filled_in, unfilled
from pakn_plugin.services import answering
from pakn_plugin.services.answering import Extras
from pakn_plugin.services.documents import Papers


class ReplyForm(AnswersMixin, KeepsFiles):
    """The official reply; which photos of the draft go, and which of them and of the filing show the state before."""

    text = written(_("Trả lời chính thức – công khai cho người dân"), rows=10)
    photos = PhotosField(label=_("Thêm ảnh sau khi xử lý"))
    photos_before = PhotosField(label=_("Thêm ảnh trước khi xử lý"))
    documents = DocumentsField(label=_("Thêm tài liệu PDF"))
    passing = written(
        _("Vì sao vẫn trình dù trùng với văn bản nội bộ"),
        _("Lãnh đạo đọc lý do này khi duyệt; người dân không thấy. Nếu không chắc, hãy viết lại bằng lời của mình."),
        rows=3,
        required=False,
    )
    confirmed = forms.BooleanField(label=_("Tôi đã xem các điểm được đánh dấu và vẫn trình bản này."), required=False)

    def __init__(self, *args: Any, draft: Reply | None, **kwargs: Any) -> None:
        self.draft = draft
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.show(self.draft)

    def show(self, draft: Reply | None) -> None:
        """The draft as it stands: its text and answers, and its photos to be ticked off."""
        self.draft = draft
        self.field("text").initial = draft.text if draft else ""
        if not self.is_bound or not hasattr(self, "points"):
            self.add_answers(draft.points if draft else [])
        own = [photo for photo in draft.pictures if photo.side != Side.PROOF] if draft else []  # type: ignore[attr-defined]
        if draft and own:
            kept = Photo.objects.filter(reply=draft)
            self.fields["drop"] = PhotoChoice(kept, label=_("Bỏ ảnh đã có"), required=False)
            self.fields["turned"] = PhotoChoice(
                kept,
                label=_("Ảnh nào chụp trước khi xử lý"),
                required=False,
                initial=[photo.pk for photo in own if photo.side == Side.BEFORE],
            )
        if draft and draft.papers:  # type: ignore[attr-defined]
            papers = Document.objects.filter(reply=draft)
            self.fields["drop_documents"] = PaperChoice(papers, label=_("Bỏ tài liệu đã có"), required=False)
        if not self.is_bound or "filed" in self.data:
            self.offer_filed()

    def offer_filed(self) -> None:
        """The citizen's own photos, to be shown as the state before without sending them again."""
        filed = Photo.objects.filter(case=self.case, message=None, reply=None)
        chosen = self.draft.before if self.draft else []
        self.fields["filed"] = FiledChoice(
            filed, label=_("Dùng ảnh người dân gửi làm ảnh trước khi xử lý"), required=False, initial=chosen
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        body = cleaned.get("text", "")
        if DAY_PROMISED in body:
            cleaned["text"] = body = day_filled_in(body, self.promised_day())
        if "submit" in self.data:
            self.check_answers()
            left = unfilled(body)
            if left:
                self.add_error("text", _("Còn chỗ điền chưa có nội dung: %(left)s.") % {"left": ", ".join(left)})
        return cleaned

    def typed(self) -> Reply:
        """What was sent, as a reply that nobody saves: that is what a comparison has to look at, faulty or not."""
        self.full_clean()
        body, reason = (self.cleaned_data.get(name) or self.data.get(name, "") for name in ("text", "reason"))
        reply = Reply(case=self.case, text=text.clean(body), correction_reason=text.clean(reason))
        answering.fill(reply, self.case, Extras(self.answers()))
        return reply

    def extras(self) -> Extras:
        """Answers, pictures of the state before and documents, for the service."""
        chosen = self.cleaned_data
        turned = [photo.pk for photo in chosen.get("turned", ())] if "turned" in self.fields else None
        filed = [photo.pk for photo in chosen.get("filed", ())]
        dropped = [paper.pk for paper in chosen.get("drop_documents", ())]
        papers = Papers(chosen.get("documents") or (), dropped)
        return Extras(self.answers(), chosen.get("photos_before") or (), filed, turned, papers)


class FiledChoice(PhotoChoice):
    """Photos of the filing to tick."""

    def label_from_instance(self, obj: Any) -> str:
        return str(_("Ảnh %(number)d người dân gửi") % {"number": obj.order + 1})
