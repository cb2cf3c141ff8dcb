"""An editor writes and submits, the chief editor publishes: for every page type, in Wagtail's own admin."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.demo import people
from home.models import User
from news.models import ArticlePage, NewsIndexPage

PASSWORD = "pakn-demo-2026"


@pytest.fixture
def index(home_page: Any) -> NewsIndexPage:
    people.load(PASSWORD)
    return home_page.add_child(instance=NewsIndexPage(title="Tin tức"))


def form(**changes: Any) -> dict[str, Any]:
    fields = {
        "title": "Đường Trần Phú thông xe",
        "slug": "",
        "intro": "Một câu.",
        "kind": "news",
        "published_on": "20/11/2026",
        "category": "",
        "lead_image": "",
        "source_name": "",
        "source_url": "",
        "seo_title": "",
        "search_description": "",
        "body": streamfield([("text", rich_text("<p>Nội dung.</p>"))]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
    }
    return nested_form_data(fields | changes)


def submit(client: Any, index: NewsIndexPage) -> ArticlePage:
    client.login(username="editor", password=PASSWORD)
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", index.pk])
    answer = client.post(url, {**form(slug="duong-tran-phu"), "action-submit": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    return ArticlePage.objects.get(slug="duong-tran-phu")


def test_what_an_editor_submits_is_not_public(client: Any, index: NewsIndexPage) -> None:
    page = submit(client, index)
    assert not page.live
    assert page.current_workflow_state.status == "in_progress"
    client.logout()
    assert client.get("/tin-tuc/duong-tran-phu/").status_code == 404


def test_an_editor_cannot_publish(client: Any, index: NewsIndexPage) -> None:
    editor = User.objects.get(username="editor")
    assert not index.permissions_for_user(editor).can_publish_subpage()


def test_the_chief_editor_approves_and_it_is_public(client: Any, index: NewsIndexPage) -> None:
    page = submit(client, index)
    client.login(username="chief-editor", password=PASSWORD)
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(url, {"comment": ""})
    client.logout()
    assert client.get("/tin-tuc/duong-tran-phu/").status_code == 200


@pytest.mark.parametrize("username", ["editor", "chief-editor"])
@pytest.mark.parametrize("view", ["wagtailimages:index", "wagtailimages:add", "wagtaildocs:add"])
def test_pictures_and_documents_are_open_to_both(client: Any, index: Any, username: str, view: str) -> None:
    client.login(username=username, password=PASSWORD)
    assert client.get(reverse(view)).status_code == 200


def test_only_the_chief_editor_changes_the_navigation(client: Any, index: Any) -> None:
    url = reverse("wagtailsettings:edit", args=["home", "navigationsettings"])
    client.login(username="editor", password=PASSWORD)
    assert client.get(url).status_code == 302
    client.login(username="chief-editor", password=PASSWORD)
    assert client.get(url, follow=True).status_code == 200


@pytest.mark.parametrize("model", ["newsindexpage", "eventindexpage", "placeindexpage", "documentindexpage"])
def test_the_admin_opens_every_section_form(admin_client: Any, home_page: Any, model: str) -> None:
    url = reverse("wagtailadmin_pages:add", args=["news", model, home_page.pk])
    assert admin_client.get(url).status_code == 200


def test_the_admin_lists_pages_without_errors(admin_client: Any, index: Any) -> None:
    for page in Page.objects.filter(depth__gt=1):
        assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
