"""The dialogue at the desk: that no answer is needed, a new link for the reporter, and the files of the case."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from pakn_plugin import access
from pakn_plugin.desk.acting import CITIZEN, ActionView
from pakn_plugin.desk.dialogue_forms import RevokeForm, WaiveForm
from pakn_plugin.desk.mixins import CaseMixin
from pakn_plugin.models import Document, NoteDocument, NotePhoto, Reply
from pakn_plugin.papers import served
from pakn_plugin.services import conversation, own_link
from pakn_plugin.states import Action


class WaiveView(ActionView):
    action = Action.WAIVE_MESSAGE
    form_class = WaiveForm
    audience = CITIZEN
    lead = _("Tin nhắn của người dân không cần trả lời, ví dụ lời cảm ơn. Lý do được lưu thành ghi chú nội bộ.")
    button = _("Không cần trả lời")
    done = _("Đã ghi: tin nhắn trong phản ánh %(code)s không cần trả lời.")

    def perform(self, form: Any) -> None:
        conversation.waive_message(self.case.pk, self.actor, **form.told(), now=self.now)


class RevokeLinkView(ActionView):
    action = Action.REVOKE_LINK
    form_class = RevokeForm
    lead = _(
        "Mọi liên kết theo dõi đã gửi cho người này hết hiệu lực ngay. Người gửi nhận liên kết mới qua thư điện tử; "
        "nếu không có thư, họ tra cứu bằng mã và số điện thoại."
    )
    button = _("Đổi liên kết")
    done = _("Đã đổi liên kết theo dõi của phản ánh %(code)s; liên kết cũ hết hiệu lực.")

    def perform(self, form: Any) -> None:
        own_link.revoke(self.case.pk, self.actor, self.now)


class DocumentView(CaseMixin):
    """A document of a case, for those who may open the case; a draft's stays with the agency that writes it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Document.objects.select_related("reply")
        document = get_object_or_404(rows, pk=kwargs["document"], case=self.case)
        draft = document.reply and document.reply.status != Reply.Status.PUBLISHED
        if draft and access.sees_as_partner(self.actor, self.case):
            raise Http404
        return served(document)


class NoteFileView(CaseMixin):
    """A file of an internal note of a case: a document, or a photo in one of its sizes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = {"pk": kwargs["file"], "note__case": self.case}
        if kwargs["kind"] == "pdf":
            return served(get_object_or_404(NoteDocument, **mine))
        photo = get_object_or_404(NotePhoto, **mine)
        file = photo.thumbnail if kwargs["kind"] == "small" else photo.file
        response = FileResponse(file.open("rb"), content_type="image/jpeg")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


DIALOGUE_VIEWS: tuple[type[ActionView], ...] = (WaiveView, RevokeLinkView)
