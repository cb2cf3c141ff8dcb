"""One small form for each action of the desk. They read and check; services decide and write."""

from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from pakn_plugin import text
from pakn_plugin.access import Actor
from pakn_plugin.answers import points_of
from pakn_plugin.desk.points_forms import PointsMixin
from pakn_plugin.desk.units import CHOOSE_TOPIC, agency_field, area_field
from pakn_plugin.fields import CleanTextField, PhotosField
from pakn_plugin.models import Agency, Area, Case, Document, Photo, Publication, RefusalReason, Reply, Topic
from pakn_plugin.queries import desk
from pakn_plugin.services.handling import Classification
from pakn_plugin.states import Level


def written(label: Any, help_text: Any = "", rows: int = 5, **kwargs: Any) -> CleanTextField:
    """A field for a text, with the admin's growing text box."""
    widget = AdminAutoHeightTextInput(attrs={"rows": rows, "dir": "auto"})
    return CleanTextField(label=label, help_text=help_text, widget=widget, **kwargs)


class CaseForm(forms.Form):
    """A form about one case, filled in by one person. As it stands it asks nothing: the button is the action."""

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.actor = actor
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the case."""

    def field(self, name: str) -> Any:
        """One of the form's fields, of whatever kind."""
        return self.fields[name]


class NoteForm(CaseForm):
    text = written(_("Ghi chú nội bộ – chỉ cán bộ thấy"))


class MessageForm(CaseForm):
    text = written(_("Tin nhắn gửi người dân"))
    photos = PhotosField(label=_("Ảnh kèm theo"))


class QuestionForm(CaseForm):
    text = written(
        _("Câu hỏi gửi người dân"), _("Nói rõ cần bổ sung điều gì. Thời hạn xử lý dừng lại cho đến khi có trả lời.")
    )


class RemarksForm(CaseForm):
    text = written(_("Ý kiến gửi người soạn – nội bộ"))


class ApproveForm(CaseForm):
    """Nothing to fill in, but where the comparison found something.

    For a copy: why it goes out all the same; for a warning: that it was seen.
    """

    overruling = written(
        _("Lý do công bố dù trùng với văn bản nội bộ"),
        _("Lý do được lưu thành ghi chú nội bộ cùng tên người duyệt. Nếu không chắc, hãy trả lại để sửa."),
        rows=3,
        error_messages={
            "required": _("Nội dung trả lời trùng với văn bản nội bộ: hãy nêu lý do, hoặc trả lại để sửa.")
        },
    )

    confirmed = forms.BooleanField(
        label=_("Tôi đã xem các điểm được đánh dấu và vẫn công bố bản này."),
        error_messages={"required": _("Hãy xem các điểm được đánh dấu rồi xác nhận, hoặc trả lại để sửa.")},
    )

    def __init__(self, *args: Any, blocked: bool, warned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not blocked:
            del self.fields["overruling"]
        if not warned:
            del self.fields["confirmed"]


class ClassifyForm(PointsMixin, CaseForm):
    """Title, field, commune, level and what is asked, as they stand now."""

    title = forms.CharField(label=_("Tiêu đề"), max_length=160)
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Lĩnh vực"), empty_label=CHOOSE_TOPIC)
    area = area_field(_("Xã, phường, đặc khu"))
    level = forms.ChoiceField(label=_("Mức độ"), choices=Level.choices)

    def prepare(self) -> None:
        case = self.case
        self.field("topic").queryset = Topic.objects.filter(active=True) | Topic.objects.filter(pk=case.topic_id)
        today = desk.in_force(timezone.localdate())
        self.field("area").queryset = Area.objects.filter(today) | Area.objects.filter(pk=case.area_id)
        now_set = {"title": case.title, "topic": case.topic_id, "area": case.area_id, "level": case.level}
        for name, value in now_set.items():
            self.field(name).initial = value
        self.add_points()

    def clean_title(self) -> str:
        return text.clean(self.cleaned_data["title"])

    def classification(self) -> Classification:
        """What was chosen, for the service."""
        chosen = self.cleaned_data
        return Classification(chosen["title"], chosen["topic"], chosen["area"], chosen["level"], self.wanted_points())

    def reclassifies(self) -> bool:
        """Whether anything differs from what the case says already."""
        case, chosen = self.case, self.cleaned_data
        before = (case.title, case.topic_id, case.area_id, case.level)
        if self.wanted_points() not in (None, points_of(case.points)):
            return True
        return before != (chosen["title"], chosen["topic"].pk, chosen["area"].pk, chosen["level"])


class TransferForm(ClassifyForm):
    """Classify and pass on in one step."""

    agency = agency_field(_("Cơ quan xử lý"))
    reason = written(
        _("Lý do chuyển – nội bộ"), _("Vì sao việc này thuộc thẩm quyền của cơ quan đó; cơ quan nhận sẽ đọc."), rows=3
    )
    legal_basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        required=False,
        help_text=_("Nên ghi văn bản, điều khoản giao thẩm quyền, để cơ quan nhận không phải hỏi lại."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.field("agency").queryset = Agency.objects.filter(desk.in_force(timezone.localdate()))
        self.field("agency").initial = desk.suggested_agency(self.case)

    def suggestions(self) -> dict[str, dict[int, int]]:
        """Which agency a field or a commune points to, for the script that moves the choice along."""
        return {
            "topics": dict(self.field("topic").queryset.exclude(agency=None).values_list("pk", "agency_id")),
            "areas": dict(self.field("area").queryset.exclude(agency=None).values_list("pk", "agency_id")),
        }


class RefuseForm(CaseForm):
    """A reason from the list and a text to the citizen; an empty text means the reason's own guidance."""

    reason = forms.ModelChoiceField(
        RefusalReason.objects.filter(active=True), label=_("Lý do không tiếp nhận"), empty_label=_("– Chọn lý do –")
    )
    text = written(
        _("Giải thích và hướng dẫn gửi người dân"),
        _("Để trống thì dùng hướng dẫn có sẵn của lý do đã chọn."),
        required=False,
    )

    def guidance(self) -> dict[int, str]:
        """The prepared text of each reason in the reporter's language, for the script that fills the box."""
        with translation.override(self.case.reporter.language):
            return {reason.pk: reason.local_guidance for reason in self.field("reason").queryset}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reason = cleaned.get("reason")
        if reason and not cleaned.get("text"):
            with translation.override(self.case.reporter.language):
                cleaned["text"] = text.clean(reason.local_guidance)
            if not cleaned["text"]:
                self.add_error("text", _("Lý do này chưa có hướng dẫn sẵn. Hãy viết giải thích cho người dân."))
        return cleaned


class OfficerForm(CaseForm):
    """The officer who is to handle the case."""

    officer: Any = forms.ModelChoiceField(None, label=_("Cán bộ xử lý"), empty_label=_("– Chọn cán bộ –"))

    def prepare(self) -> None:
        field = self.field("officer")
        field.queryset = desk.officers_of(self.case.agency_id or 0)
        field.initial = self.case.officer_id


class AcceptForm(OfficerForm):
    """The same, and it may wait."""

    def prepare(self) -> None:
        super().prepare()
        self.field("officer").required = False
        self.field("officer").empty_label = _("– Phân công sau –")


class GiveBackForm(CaseForm):
    """Why the agency is not competent, and who is."""

    reason = written(_("Lý do trả lại – nội bộ"), _("Cán bộ đầu mối sẽ đọc lý do này."))
    suggested = agency_field(_("Cơ quan có thẩm quyền, nếu biết"), required=False, empty_label=_("– Chưa rõ –"))

    def prepare(self) -> None:
        agencies = Agency.objects.filter(desk.in_force(timezone.localdate())).exclude(pk=self.case.agency_id or 0)
        self.field("suggested").queryset = agencies


class PaperChoice(forms.ModelMultipleChoiceField):
    """Documents to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return _("%(name)s (%(pages)d trang)") % {"name": obj.name, "pages": obj.pages}


class PhotoChoice(forms.ModelMultipleChoiceField):
    """Photos to tick; the template draws the pictures."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return _("Ảnh %(number)d") % {"number": obj.order + 1}


class PublishForm(CaseForm):
    """The public copy; personal data is masked in the proposal, people look again."""

    title = forms.CharField(label=_("Tiêu đề công khai"), max_length=160)
    text = written(
        _("Nội dung công khai"),
        _("Bỏ tên người, số điện thoại, địa chỉ nhà và mọi chi tiết nhận ra người gửi. Bản gốc không thay đổi."),
        rows=8,
    )
    photos = PhotoChoice(Photo.objects.none(), label=_("Ảnh được công khai"), required=False)
    documents = PaperChoice(
        Document.objects.none(),
        label=_("Tài liệu của câu trả lời được công khai"),
        required=False,
        help_text=_("Hãy mở và đọc hết tài liệu trước: không được có dữ liệu cá nhân."),
    )

    def prepare(self) -> None:
        case = self.case
        photos = Photo.objects.filter(case=case, message=None, reply=None)
        self.field("photos").queryset = photos
        self.field("photos").initial = [photo.pk for photo in photos if photo.is_public]
        if not photos:
            del self.fields["photos"]
        papers = Document.objects.filter(case=case, reply__status=Reply.Status.PUBLISHED)
        self.field("documents").queryset = papers
        self.field("documents").initial = [paper.pk for paper in papers if paper.is_public]
        if not papers:
            del self.fields["documents"]
        publication = Publication.objects.filter(case=case).first()
        self.field("title").initial = publication.title if publication else text.mask_personal(case.title)
        self.field("text").initial = publication.text if publication else text.mask_personal(case.text)
