"""Banners of these tests lie in a folder of their own, empty at the beginning."""

from pathlib import Path

import pytest
from pytest_django import Settings

from pakn_plugin.models import Placement
from tests.factories import PlacementFactory


@pytest.fixture(autouse=True)
def banners(settings: Settings, tmp_path: Path) -> Path:
    settings.PAKN_BANNER_ROOT = tmp_path / "banners"
    return tmp_path / "banners"


@pytest.fixture
def placement(db: None) -> Placement:
    return PlacementFactory()
