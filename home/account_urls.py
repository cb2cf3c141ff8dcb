"""Addresses of citizens' accounts. The names are the account library's, which it reverses itself."""

from allauth.account import views as account
from django.urls import path, re_path

from home.views import AccountView

urlpatterns = [
    path("", AccountView.as_view(), name="account"),
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("dang-ky/", account.signup, name="account_signup"),
    path("tam-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-thuc-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("xac-nhan/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^xac-nhan/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("mat-khau/doi/", account.password_change, name="account_change_password"),
    path("mat-khau/quen/", account.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mat-khau/dat-lai/xong/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
