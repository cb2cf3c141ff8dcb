"""Forms about a case's way: co-ordinating agencies, a part that becomes a case of its own, a duplicate's main case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pakn_plugin import codes, conf
from pakn_plugin.access import partner_agency, visible_cases
from pakn_plugin.answers import points_of
from pakn_plugin.desk.forms import CaseForm, PhotoChoice, written
from pakn_plugin.desk.units import CHOOSE_TOPIC, agency_field, area_field
from pakn_plugin.models import Agency, Area, Case, Coordination, Photo, Topic
from pakn_plugin.queries import desk
from pakn_plugin.services.splitting import Part, is_cut_from


class InviteForm(CaseForm):
    """Which agency answers what; those that take part already are not offered."""

    agency = agency_field(_("Cơ quan phối hợp"))
    question = written(_("Nội dung cần cơ quan này cho ý kiến – nội bộ"))

    def prepare(self) -> None:
        invited = Coordination.objects.filter(case=self.case, ended_at=None).values("agency")
        agencies = Agency.objects.filter(desk.in_force(timezone.localdate())).exclude(pk__in=invited)
        self.field("agency").queryset = agencies.exclude(pk=self.case.agency_id or 0)


class ContributeForm(CaseForm):
    """The agency's part; what it said before stands in the box, to be written anew."""

    text = written(_("Ý kiến phối hợp – nội bộ, không công khai"), rows=8)

    def prepare(self) -> None:
        agency = partner_agency(self.actor, self.case)
        self.row = Coordination.objects.filter(case=self.case, agency_id=agency or 0, ended_at=None).first()
        self.field("text").initial = self.row.answer if self.row else ""


class UninviteForm(CaseForm):
    """Which co-ordination is over."""

    coordination = forms.ModelChoiceField(
        Coordination.objects.none(), label=_("Cơ quan phối hợp"), empty_label=_("– Chọn cơ quan –")
    )

    def prepare(self) -> None:
        field = self.field("coordination")
        field.queryset = Coordination.objects.filter(case=self.case, ended_at=None).select_related("agency")
        field.label_from_instance = lambda row: row.agency.name


class SplitForm(CaseForm):
    """The part: the citizen's words with the rest crossed out, its own title, field and commune, and its photos."""

    text = written(
        _("Lời của người dân về việc được tách"),
        _("Xóa phần nói về việc khác. Chỉ được lược bớt, không sửa và không thêm chữ nào."),
        rows=8,
    )
    title = forms.CharField(label=_("Tiêu đề"), max_length=160)
    topic = forms.ModelChoiceField(Topic.objects.filter(active=True), label=_("Lĩnh vực"), empty_label=CHOOSE_TOPIC)
    area = area_field(_("Xã, phường, đặc khu"))
    points: Any = forms.MultipleChoiceField(
        label=_("Điều được hỏi đi theo việc được tách"), required=False, widget=forms.CheckboxSelectMultiple
    )
    photos = PhotoChoice(Photo.objects.none(), label=_("Ảnh thuộc việc được tách"), required=False)

    def prepare(self) -> None:
        case = self.case
        self.field("points").choices = [(point.number, point.text) for point in points_of(case.points)]
        if not case.points:
            del self.fields["points"]
        self.field("text").initial = case.text
        self.field("area").queryset = Area.objects.filter(desk.in_force(timezone.localdate())) | Area.objects.filter(
            pk=case.area_id
        )
        self.field("area").initial = case.area_id
        photos = Photo.objects.filter(case=case, message=None, reply=None)
        self.field("photos").queryset = photos
        if not photos:
            del self.fields["photos"]

    def clean_text(self) -> str:
        body: str = self.cleaned_data["text"]
        if not is_cut_from(body, self.case.text):
            raise ValidationError(_("Chỉ được lược bớt, không được sửa hay thêm vào lời của người dân."))
        return body

    def part(self) -> Part:
        """What was chosen, for the service."""
        chosen = self.cleaned_data
        photos = [photo.pk for photo in chosen.get("photos", ())]
        points = [int(number) for number in chosen.get("points", ())]
        return Part(chosen["text"], chosen["title"], chosen["topic"], chosen["area"], photos, points)


class MergeForm(CaseForm):
    """The main case by its code, as somebody reads it out."""

    main = forms.CharField(label=_("Mã của phản ánh chính"), max_length=60)

    def clean_main(self) -> Case:
        code = codes.read_code(self.cleaned_data["main"], conf.get("CODE_PREFIX"))
        visible = visible_cases(self.actor).select_related("topic", "area", "agency")
        main = visible.filter(code=code).first() if code else None
        if main is None:
            raise ValidationError(_("Không tìm thấy phản ánh có mã này."))
        if main.pk == self.case.pk:
            raise ValidationError(_("Đây là mã của chính phản ánh này. Hãy nhập mã của phản ánh chính."))
        if main.merged_into_id:
            raise ValidationError(_("Phản ánh này đã được gộp vào phản ánh khác. Hãy nhập mã của phản ánh chính."))
        return main
