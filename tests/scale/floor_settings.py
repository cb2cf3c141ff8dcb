"""The measured site with the addresses of `tests.scale.floor_urls`."""

from tests.scale.settings import *  # noqa: F403

ROOT_URLCONF = "tests.scale.floor_urls"
