"""Public addresses that have moved lead on; at the admin, where every foreign case is a 404, none is looked up."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from pakn_plugin.desk.permissions import staff_group
from tests.factories import World


def test_a_moved_public_address_leads_on(db: None, client: Client) -> None:
    Redirect.objects.create(old_path="/tin-cu", redirect_link="/tin-tuc/")
    found = client.get("/tin-cu/")
    assert (found.status_code, found.headers["Location"]) == (301, "/tin-tuc/")


@pytest.mark.parametrize("path", ["/admin/pakn/cases/999999/", "/admin/khong-co/"])
def test_an_address_of_the_admin_stays_a_404_and_asks_for_no_redirect(
    world: World, client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    Redirect.objects.create(old_path=Redirect.normalise_path(path), redirect_link="/tin-tuc/")
    world.a.officer.user.groups.add(staff_group())
    client.force_login(world.a.officer.user)
    with django_assert_max_num_queries(50) as asked:
        assert client.get(path).status_code == 404
    assert "wagtailredirects" not in str(asked.captured_queries)
