"""What an administrator types about people: who gets which role from when to when, and when it ends."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin import delegation
from pakn_plugin.access import Actor
from pakn_plugin.desk.days import day_field
from pakn_plugin.desk.units import agency_field
from pakn_plugin.models import Membership
from pakn_plugin.queries import desk, members
from pakn_plugin.services import staff
from pakn_plugin.states import Role

TO_COORDINATOR = "coordinator"


class AddForm(forms.Form):
    """A person, found by e-mail address or user name, or else invited; a role; days."""

    account = forms.CharField(
        label=gettext_lazy("Thư điện tử công vụ hoặc tên đăng nhập"),
        max_length=254,
        help_text=gettext_lazy("Nếu cán bộ đã có tài khoản, hệ thống dùng tài khoản đó."),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Họ và tên đệm"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Chỉ cần khi cán bộ chưa có tài khoản: hệ thống gửi thư mời đặt mật khẩu."),
    )
    first_name = forms.CharField(label=gettext_lazy("Tên"), max_length=60, required=False)
    agency = agency_field(gettext_lazy("Đơn vị"), empty_label=None)
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"))
    first = day_field(gettext_lazy("Từ ngày"))
    last = day_field(
        gettext_lazy("Đến hết ngày"), gettext_lazy("Để trống nếu chưa định ngày kết thúc."), required=False
    )

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = members.agencies_in_force(actor, today)
        role: Any = self.fields["role"]
        role.choices = [(role.value, role.label) for role in delegation.roles_for(actor)]
        self.found: Any = None

    def clean(self) -> dict[str, Any]:
        """An account that exists, or all that a new one needs."""
        given: dict[str, Any] = super().clean() or {}
        typed = given.get("account", "")
        self.found = staff.account_named(typed) if typed else None
        if typed and self.found is None:
            if "@" not in typed:
                self.add_error("account", _("Không có tài khoản cán bộ nào tên như vậy."))
            elif not (given.get("last_name") and given.get("first_name")):
                self.add_error("last_name", _("Chưa có tài khoản cán bộ với thư này: hãy ghi họ và tên để mời."))
            else:
                self._check_address(typed)
        return given

    def _check_address(self, typed: str) -> None:
        try:
            forms.EmailField().clean(typed)
        except forms.ValidationError as error:
            self.add_error("account", error)


class EndForm(forms.Form):
    """The first day without the role, and who takes over what is open."""

    day = day_field(
        gettext_lazy("Thôi vai trò từ ngày"),
        gettext_lazy("Là ngày đầu tiên không còn vai trò; quyền tự hết, không cần đăng xuất."),
    )
    heir = forms.ChoiceField(label=gettext_lazy("Bàn giao phản ánh đang xử lý cho"), required=False)

    def __init__(self, *args: Any, row: Membership, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.held = row, held
        if not held:
            del self.fields["heir"]
            return
        officers = desk.officers_of(row.agency_id).exclude(pk=row.user_id)
        self.officers = {str(user.pk): user for user in officers}
        heir: Any = self.fields["heir"]
        heir.choices = [
            ("", _("Chọn người nhận")),
            *[(pk, str(user)) for pk, user in self.officers.items()],
            (TO_COORDINATOR, _("Để đầu mối đơn vị phân công lại")),
        ]

    def clean(self) -> dict[str, Any]:
        """A role that ends today leaves nothing open without a taker."""
        given: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        if self.held and given.get("day") and given["day"] <= today and not given.get("heir"):
            self.add_error("heir", _("Cán bộ còn phản ánh đang xử lý: hãy chọn người nhận bàn giao."))
        return given

    def taker(self) -> dict[str, Any]:
        """The arguments of the service; call after is_valid."""
        chosen = self.cleaned_data.get("heir", "")
        return {"heir": self.officers[chosen]} if chosen.isdecimal() else {"to_coordinator": bool(chosen)}


def start_of(role: Role = Role.OFFICER) -> dict[str, Any]:
    """What stands in the form for a new member at first."""
    return {"role": role, "first": timezone.localdate()}


def end_start() -> dict[str, Any]:
    """What stands in the form for an end at first: from tomorrow on."""
    return {"day": timezone.localdate() + timedelta(days=1)}
