"""The actions of the desk, one small view each. What they may do stands in access, what they do in services."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pakn_plugin import access
from pakn_plugin.desk import forms
from pakn_plugin.desk.acting import CITIZEN, INTERNAL, ActionView
from pakn_plugin.desk.dialogue_forms import AskingMessageForm, NoteWithFilesForm
from pakn_plugin.models import Transfer
from pakn_plugin.services import conversation, handling, transfer
from pakn_plugin.states import Action


class ReceiveView(ActionView):
    action = Action.RECEIVE
    lead = _("Phản ánh chuyển sang “Đã tiếp nhận”; người gửi được báo. Bước tiếp theo: phân loại và chuyển.")
    done = _("Đã tiếp nhận phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        handling.receive(self.case.pk, self.actor, self.now)


class ClassifyView(ActionView):
    action = Action.CLASSIFY
    template_name = "pakn/desk/classify.html"
    form_class = forms.ClassifyForm
    lead = _("Nội dung của người dân không bao giờ bị sửa; chỉ tiêu đề và cách phân loại thay đổi.")
    button = _("Lưu phân loại")
    done = _("Đã lưu phân loại của phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        handling.classify(self.case.pk, self.actor, form.classification(), self.now)


class TransferView(ActionView):
    """Classification and transfer together: both are done, or neither."""

    action = Action.TRANSFER
    page_title = _("Phân loại và chuyển")
    template_name = "pakn/desk/transfer.html"
    form_class = forms.TransferForm
    button = _("Chuyển cơ quan xử lý")
    done = _("Đã chuyển phản ánh %(code)s đến cơ quan xử lý.")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        told = (chosen["agency"], chosen["reason"], self.now, chosen["legal_basis"])
        with transaction.atomic():
            if form.reclassifies():
                handling.classify(self.case.pk, self.actor, form.classification(), self.now)
            transfer.transfer(self.case.pk, self.actor, *told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Earlier proposals and refusals stand beside the choice: above all before the leader decides."""
        before = Transfer.objects.filter(case=self.case).select_related("agency", "suggested_agency")
        decides = access.leader_decides(self.case)
        return super().get_context_data(transfers=before, leader_decides=decides, **kwargs)


class RequestInfoView(ActionView):
    action = Action.REQUEST_INFO
    form_class = forms.QuestionForm
    audience = CITIZEN
    button = _("Gửi yêu cầu cho người dân")
    done = _("Đã gửi yêu cầu bổ sung của phản ánh %(code)s. Thời hạn tạm dừng.")

    def perform(self, form: Any) -> None:
        handling.request_info(self.case.pk, self.actor, form.cleaned_data["text"], self.now)


class RefuseView(ActionView):
    action = Action.REFUSE
    template_name = "pakn/desk/refuse.html"
    form_class = forms.RefuseForm
    audience = CITIZEN
    lead = _("Phản ánh kết thúc tại đây. Người gửi nhận lý do và hướng dẫn.")
    button = _("Không tiếp nhận và báo người dân")
    done = _("Đã báo không tiếp nhận phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        handling.refuse(self.case.pk, self.actor, chosen["reason"], chosen["text"], self.now)


class AcceptView(ActionView):
    action = Action.ACCEPT
    form_class = forms.AcceptForm
    lead = _("Đơn vị nhận xử lý; thời hạn xử lý bắt đầu được tính.")
    done = _("Đơn vị đã nhận xử lý phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        transfer.accept(self.case.pk, self.actor, self.now, form.cleaned_data["officer"])


class DeclineView(ActionView):
    action = Action.DECLINE
    form_class = forms.GiveBackForm
    audience = INTERNAL
    done = _("Đã trả phản ánh %(code)s về đầu mối tiếp nhận.")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        transfer.decline(self.case.pk, self.actor, chosen["reason"], chosen["suggested"], self.now)


class SendBackView(DeclineView):
    action = Action.SEND_BACK
    button = _("Chuyển trả đầu mối")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        transfer.send_back(self.case.pk, self.actor, chosen["reason"], chosen["suggested"], self.now)


class AssignView(ActionView):
    action = Action.ASSIGN
    form_class = forms.OfficerForm
    button = _("Phân công")
    done = _("Đã phân công cán bộ xử lý phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        handling.assign(self.case.pk, self.actor, form.cleaned_data["officer"], self.now)


class MessageView(ActionView):
    action = Action.MESSAGE
    form_class = AskingMessageForm
    audience = CITIZEN
    lead = _("Tin nhắn không phải là câu trả lời chính thức và không dừng thời hạn.")
    button = _("Gửi cho người dân")
    done = _("Đã gửi tin nhắn trong phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        files = chosen["photos"], chosen["documents"]
        conversation.send_message(self.case.pk, self.actor, chosen["text"], self.now, *files, asks=chosen["asks"])


class NoteView(ActionView):
    action = Action.NOTE
    form_class = NoteWithFilesForm
    audience = INTERNAL
    button = _("Lưu ghi chú nội bộ")
    done = _("Đã lưu ghi chú nội bộ của phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        files = chosen["photos"], chosen["documents"]
        conversation.add_note(self.case.pk, self.actor, chosen["text"], self.now, *files)
