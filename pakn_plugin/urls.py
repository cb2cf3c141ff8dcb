"""People's pages, mounted by the host under a path of its own (`phan-anh/`), in every language it has."""

from django.urls import path

from pakn_plugin.public import (
    banners,
    documents,
    filing,
    follow,
    guidance,
    lookup,
    photos,
    published,
    rating,
    statistics,
    timing,
)

app_name = "pakn"

urlpatterns = [
    path("", published.ListView.as_view(), name="list"),
    path("gui/", filing.FileView.as_view(), name="file"),
    path("gui/anh/<slug:key>/", photos.held_photo, name="held_photo"),
    path("quyen-rieng-tu/", filing.NoticeView.as_view(), name="notice"),
    path("tra-cuu/", lookup.LookupView.as_view(), name="lookup"),
    path("thong-ke/", statistics.StatisticsView.as_view(), name="statistics"),
    path("bieu-ngu/", banners.BannersView.as_view(), name="banners"),
    path("bieu-ngu/<slug:look>/<slug:size>.png", banners.picture, name="banner_picture"),
    path("danh-gia/<str:token>/", rating.RateView.as_view(), name="rate"),
    path("theo-doi/<str:token>/", follow.FollowView.as_view(), name="follow"),
    path("theo-doi/<str:token>/da-gui/", filing.SentView.as_view(), name="sent"),
    path("theo-doi/<str:token>/don/", guidance.PetitionView.as_view(), name="petition"),
    path("theo-doi/<str:token>/thoi-han/", timing.TimingView.as_view(), name="timing"),
    path("theo-doi/<str:token>/qr.svg", filing.qr, name="qr"),
    path("theo-doi/<str:token>/anh/<int:photo_id>/", photos.follow_photo, name="follow_photo"),
    path("theo-doi/<str:token>/anh/<int:photo_id>/nho/", photos.follow_thumbnail, name="follow_thumbnail"),
    path("theo-doi/<str:token>/tai-lieu/<int:document_id>/", documents.follow_document, name="follow_document"),
    path("<slug:public_id>/", published.PublishedView.as_view(), name="published"),
    path("<slug:public_id>/anh/<int:photo_id>/", photos.public_photo, name="public_photo"),
    path("<slug:public_id>/anh/<int:photo_id>/nho/", photos.public_thumbnail, name="public_thumbnail"),
    path("<slug:public_id>/tai-lieu/<int:document_id>/", documents.public_document, name="public_document"),
]
