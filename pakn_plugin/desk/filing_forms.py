"""What staff fill in when they enter a case on a citizen's behalf."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin import conf, text
from pakn_plugin.access import Actor
from pakn_plugin.desk.forms import written
from pakn_plugin.desk.units import CHOOSE_TOPIC, area_field
from pakn_plugin.fields import PhoneField, PhotosField
from pakn_plugin.models import Topic
from pakn_plugin.queries import places
from pakn_plugin.services.intake import Filing
from pakn_plugin.states import Channel

CHANNELS = [(each.value, each.label) for each in Channel if each != Channel.WEB]
MINUTE = "%Y-%m-%dT%H:%M"


class FilingForForm(forms.Form):
    """The original in full, when and how it came in, and how to reach the person."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=gettext_lazy("Kênh tiếp nhận"), choices=CHANNELS)
    filed_at = forms.DateTimeField(
        label=gettext_lazy("Người dân gửi lúc"),
        help_text=gettext_lazy("Thời điểm của cuộc gọi, lá thư hay lần đến trực tiếp. Thời hạn được tính từ lúc này."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
        input_formats=[MINUTE, "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
    )
    text = written(
        gettext_lazy("Nội dung phản ánh"), gettext_lazy("Ghi đầy đủ, đúng lời của người dân; không tóm tắt."), rows=8
    )
    topic = forms.ModelChoiceField(
        Topic.objects.filter(active=True), label=gettext_lazy("Lĩnh vực"), empty_label=CHOOSE_TOPIC
    )
    area = area_field(gettext_lazy("Xã, phường, đặc khu"))
    address = forms.CharField(label=gettext_lazy("Địa chỉ hoặc vị trí"), max_length=300, required=False)
    name = forms.CharField(label=gettext_lazy("Họ và tên người gửi"), max_length=120)
    phone = PhoneField(
        label=gettext_lazy("Số điện thoại"),
        required=False,
        help_text=gettext_lazy("Cần ít nhất một cách liên hệ: điện thoại, thư điện tử hoặc địa chỉ nhận thư."),
    )
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False, max_length=254)
    contact_address = forms.CharField(label=gettext_lazy("Địa chỉ nhận thư"), max_length=300, required=False)
    photos = PhotosField(label=gettext_lazy("Ảnh hoặc bản chụp của thư"))
    publication = forms.BooleanField(
        label=gettext_lazy("Người gửi đồng ý công khai sau khi che tên, liên hệ và địa chỉ"), required=False
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Đã đọc thông báo xử lý dữ liệu cá nhân cho người gửi và người gửi đồng ý"),
        error_messages={"required": gettext_lazy("Cần có sự đồng ý của người gửi thì mới nhập được phản ánh.")},
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        today: Any = self.fields["area"]
        today.queryset = places.current_areas(timezone.localdate(now))
        self.initial = {"key": uuid4(), "channel": Channel.HOTLINE, "filed_at": timezone.localtime(now)}

    def clean_filed_at(self) -> datetime:
        """Not from the future, and not older than what the settings allow."""
        moment: datetime = self.cleaned_data["filed_at"]
        if moment > self.now:
            raise ValidationError(_("Thời điểm này còn ở tương lai."))
        most = conf.get("FILED_FOR_DAYS")
        if moment < self.now - timedelta(days=most):
            raise ValidationError(_("Thời điểm này đã quá %(days)d ngày.") % {"days": most})
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("address", "name", "contact_address"):
            cleaned[name] = " ".join(text.clean(cleaned.get(name, "")).split())
        ways = ("phone", "email", "contact_address")
        if not any(cleaned.get(way) or self.has_error(way) for way in ways):
            self.add_error("phone", _("Hãy ghi ít nhất một cách liên hệ với người gửi."))
        return cleaned

    def filing(self, actor: Actor) -> Filing:
        """What was entered, for the service."""
        chosen = self.cleaned_data
        return Filing(
            key=chosen["key"],
            text=chosen["text"],
            topic=chosen["topic"],
            area=chosen["area"],
            name=chosen["name"],
            address=chosen["address"],
            phone=chosen["phone"],
            email=chosen["email"],
            contact_address=chosen["contact_address"],
            wants_publication=chosen["publication"],
            pictures=chosen["photos"],
            channel=Channel(chosen["channel"]),
            filed_at=chosen["filed_at"],
            entered_by=actor,
        )
