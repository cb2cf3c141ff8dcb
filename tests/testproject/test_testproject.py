"""The plugin in another house: a bare Wagtail host of its own, in processes of its own with a database of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, *arguments: str) -> str:
    """Run Python in the host's surroundings, without this site's folder on the path; what it printed."""
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "DATABASE_URL"}}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.testproject.settings",
        "TESTPROJECT_ROOT": str(folder),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the host says in one start: its modules once it knows its addresses, its checks, its migrations."""
    program = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "print(*sys.modules); from django.core.management import call_command; call_command('check');"
        "call_command('makemigrations', 'pakn', check_changes=True, dry_run=True)"
    )
    return run(tmp_path_factory.mktemp("host"), "-c", program)


def test_the_hosts_settings_pass_every_check(told: str) -> None:
    assert "no issues" in told


def test_the_host_needs_no_migration_of_the_plugin_that_is_not_there(told: str) -> None:
    assert "No changes detected" in told


@pytest.mark.parametrize("stranger", ["home", "news", "config", "allauth"])
def test_nothing_of_this_site_is_loaded(stranger: str, told: str) -> None:
    loaded = told.splitlines()[0].split()
    assert "pakn_plugin.urls" in loaded
    assert stranger not in loaded


def test_a_case_is_filed_handled_and_answered_by_http(tmp_path: Path) -> None:
    assert "a whole life by HTTP" in run(tmp_path, "-m", "tests.testproject.life")
