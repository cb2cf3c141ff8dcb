"""Citizens' accounts: sign up, confirm, sign in, reset, change; staff use their own door."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from home.accounts import split_name
from home.models import User

PASSWORD = "một câu dài dễ nhớ 2026"
EMAIL = "An.Nguyen@example.vn"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def sign_up(client: Any, **changes: str) -> Any:
    data = {"name": "Nguyễn Thị Hoài An", "email": EMAIL, "password1": PASSWORD, **changes}
    return client.post("/tai-khoan/dang-ky/", data)


def link_in_mail() -> str:
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)


@pytest.fixture
def citizen(client: Any, home_page: Any) -> User:
    sign_up(client)
    client.post(link_in_mail())
    return User.objects.get(email__iexact=EMAIL)


def sign_in(client: Any, login: str = EMAIL, password: str = PASSWORD) -> Any:
    return client.post("/tai-khoan/dang-nhap/", {"login": login, "password": password})


def test_signing_up_makes_an_unconfirmed_account_under_a_random_name(client: Any, home_page: Any) -> None:
    sign_up(client)
    user = User.objects.get(email__iexact=EMAIL)
    assert user.username.startswith("nd-")
    assert "an" not in user.username.removeprefix("nd-")
    assert (user.last_name, user.first_name) == ("Nguyễn Thị Hoài", "An")
    assert user.get_full_name() == "Nguyễn Thị Hoài An"
    assert user.email_verified_at is None
    assert not user.is_staff


def test_the_confirmation_mail_is_vietnamese_and_plain(client: Any, home_page: Any) -> None:
    sign_up(client)
    assert mail.outbox[-1].subject == "Xác nhận địa chỉ thư của bạn"
    assert "Nguyễn Thị Hoài An" in mail.outbox[-1].body


def test_opening_the_link_alone_confirms_nothing(client: Any, home_page: Any) -> None:
    sign_up(client)
    assert client.get(link_in_mail()).status_code == 200
    assert User.objects.get().email_verified_at is None


def test_confirming_dates_the_account(citizen: User) -> None:
    assert citizen.email_verified_at is not None


def test_an_unconfirmed_account_cannot_sign_in(client: Any, home_page: Any) -> None:
    sign_up(client)
    client.logout()
    sign_in(client)
    assert client.get("/tai-khoan/").status_code == 302


def test_signing_in_shows_the_account(client: Any, citizen: User) -> None:
    assert sign_in(client).url == "/tai-khoan/"
    html = client.get("/tai-khoan/").content.decode()
    assert "Nguyễn Thị Hoài An" in html
    assert "Phản ánh của tôi" in html


def test_a_stranger_is_sent_to_sign_in(client: Any, home_page: Any) -> None:
    assert client.get("/tai-khoan/").url == "/tai-khoan/dang-nhap/?next=/tai-khoan/"


def test_signing_in_goes_back_to_where_one_came_from_but_never_elsewhere(client: Any, citizen: User) -> None:
    data = {"login": EMAIL, "password": PASSWORD}
    answer = client.post("/tai-khoan/dang-nhap/", {**data, "next": "https://evil.example/"})
    assert answer.url == "/tai-khoan/"


def test_signing_out_needs_a_post(client: Any, citizen: User) -> None:
    sign_in(client)
    client.get("/tai-khoan/dang-xuat/")
    assert client.get("/tai-khoan/").status_code == 200
    client.post("/tai-khoan/dang-xuat/")
    assert client.get("/tai-khoan/").status_code == 302


def test_a_taken_address_looks_like_any_other(client: Any, citizen: User) -> None:
    cache.clear()
    answer = sign_up(client, name="Kẻ Lạ")
    assert answer.url == "/tai-khoan/xac-nhan/"
    assert User.objects.count() == 1
    assert mail.outbox[-1].subject == "Bạn đã có tài khoản"


def test_a_forgotten_password_is_set_anew(client: Any, citizen: User) -> None:
    client.post("/tai-khoan/mat-khau/quen/", {"email": EMAIL})
    page = client.get(link_in_mail(), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "câu khác hẳn 77", "password2": "câu khác hẳn 77"})
    assert sign_in(client, password="câu khác hẳn 77").url == "/tai-khoan/"


def test_staff_cannot_sign_in_here(client: Any, home_page: Any) -> None:
    User.objects.create_user("can-bo", "canbo@example.vn", PASSWORD, is_staff=True)
    answer = sign_in(client, "canbo@example.vn")
    assert "trang quản trị" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_someone_with_access_to_the_admin_counts_as_staff(client: Any, home_page: Any) -> None:
    from django.contrib.auth.models import Permission

    user = User.objects.create_user("bien-tap", "bientap@example.vn", PASSWORD)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    sign_in(client, "bientap@example.vn")
    assert "_auth_user_id" not in client.session


def test_staff_passwords_are_not_reset_by_mail(client: Any, home_page: Any) -> None:
    User.objects.create_user("can-bo", "canbo@example.vn", PASSWORD, is_staff=True)
    client.post("/tai-khoan/mat-khau/quen/", {"email": "canbo@example.vn"})
    assert not any("dat-lai" in message.body for message in mail.outbox)


def test_staff_still_sign_in_to_the_admin_by_name(client: Any, home_page: Any) -> None:
    User.objects.create_superuser("admin", "admin@example.vn", PASSWORD)
    client.post("/admin/login/", {"username": "admin", "password": PASSWORD})
    assert client.get("/admin/").status_code == 200


def test_a_citizen_gets_nothing_of_the_admin(client: Any, citizen: User) -> None:
    sign_in(client)
    assert client.get("/admin/").status_code == 302


def test_name_and_number_are_changed(client: Any, citizen: User) -> None:
    sign_in(client)
    client.post("/tai-khoan/", {"name": "Trần Văn Bình", "phone": "0905 123 456"})
    citizen.refresh_from_db()
    assert (citizen.get_full_name(), citizen.phone) == ("Trần Văn Bình", "0905 123 456")


def test_a_wrong_number_is_explained_and_not_stored(client: Any, citizen: User) -> None:
    sign_in(client)
    html = client.post("/tai-khoan/", {"name": "An", "phone": "mười số"}).content.decode()
    assert "10 chữ số" in html
    citizen.refresh_from_db()
    assert citizen.phone == ""


def test_an_account_form_cannot_change_rights(client: Any, citizen: User) -> None:
    sign_in(client)
    client.post("/tai-khoan/", {"name": "An", "phone": "", "is_superuser": "on", "email": "x@example.vn"})
    citizen.refresh_from_db()
    assert not citizen.is_superuser
    assert citizen.email.lower() == EMAIL.lower()


def test_guessing_passwords_is_slowed_down(client: Any, citizen: User) -> None:
    for _ in range(6):
        sign_in(client, password="sai")
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_the_trap_field_catches_robots(client: Any, home_page: Any) -> None:
    sign_up(client, website="http://spam.example")
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["dang-nhap/", "dang-ky/", "mat-khau/quen/", "mat-khau/quen/da-gui/", "xac-nhan/"])
def test_pages_have_no_inline_style_and_no_foreign_words(client: Any, home_page: Any, path: str) -> None:
    html = client.get(f"/tai-khoan/{path}").content.decode()
    assert "style=" not in html
    assert not re.search(r"\b(Password|Sign|Email address|Remember)\b", html)


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Nguyễn Văn An", ("Nguyễn Văn", "An")), ("An", ("", "An")), ("", ("", "")), ("  Lê   Thu Hà ", ("Lê Thu", "Hà"))],
)
def test_the_given_name_is_the_last_word(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts
