"""Forms of citizens' accounts. Labels are ours: the account library has no Vietnamese."""

from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.accounts import is_staff_member, split_name
from pakn_plugin.text import clean

PHONE = r"^(\+84|0)[0-9 .-]{8,13}$"


class NameField(forms.CharField):
    """A person's whole name, family name first."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"label": _("Họ và tên"), "max_length": 150, **kwargs}
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "name"

    def clean(self, value: Any) -> str:
        """Composed text without invisible characters."""
        return clean(super().clean(value))


def relabel(form: forms.BaseForm, **labels: Any) -> None:
    """Give fields our labels and look; no placeholders, which vanish when one types, and no inline style."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.pop("style", None)
        if not isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs["class"] = "pk-input"


class SignupForm(account.SignupForm):
    """E-mail, name and a password, typed once."""

    name = NameField()
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, email=_("Thư điện tử"), password1=_("Mật khẩu"))
        self.fields["password1"].help_text = _("Ít nhất 8 ký tự. Nên dùng một cụm từ dài, dễ nhớ với riêng bạn.")

    def save(self, request: HttpRequest) -> Any:
        """Put the given name apart, which is what Vietnamese lists sort by."""
        self.cleaned_data["last_name"], self.cleaned_data["first_name"] = split_name(self.cleaned_data["name"])
        return super().save(request)


class LoginForm(account.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, login=_("Thư điện tử"), password=_("Mật khẩu"), remember=_("Nhớ đăng nhập trên máy này"))
        self.fields["password"].help_text = ""


class ResetPasswordForm(account.ResetPasswordForm):
    """Citizens only: staff passwords are not reset by mail here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, email=_("Thư điện tử"))

    def clean_email(self) -> str:
        """The answer is the same for every address; only citizens get a link."""
        email = super().clean_email()
        self.users = [user for user in self.users if not is_staff_member(user)]
        return email


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """The new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password1=_("Mật khẩu mới"), password2=_("Nhập lại mật khẩu mới"))


class ChangePasswordForm(account.ChangePasswordForm):
    """The old and the new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(
            self,
            oldpassword=_("Mật khẩu hiện tại"),
            password1=_("Mật khẩu mới"),
            password2=_("Nhập lại mật khẩu mới"),
        )
        self.fields["oldpassword"].help_text = ""


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more, before something that cannot be undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password=_("Mật khẩu"))


class ProfileForm(forms.ModelForm):
    """Name and telephone number."""

    name = NameField()
    phone = forms.RegexField(
        PHONE,
        label=_("Số điện thoại"),
        required=False,
        max_length=16,
        help_text=_("Không bắt buộc. Chỉ cơ quan xử lý phản ánh của bạn thấy số này."),
        error_messages={"invalid": _("Nhập số điện thoại có 10 chữ số, ví dụ 0905 123 456.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    field_order = ["name", "phone"]

    class Meta:
        model = get_user_model()
        fields = ["phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = self.instance.get_full_name()
        relabel(self)

    def save(self, commit: bool = True) -> Any:
        """Name parts with the telephone number."""
        self.instance.last_name, self.instance.first_name = split_name(self.cleaned_data["name"])
        return super().save(commit)
