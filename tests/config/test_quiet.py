"""Who tries the site in the evening sees each mail leave: a developer's machine keeps no quiet hours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("given", "said"), [({}, "None"), ({"QUIET_HOURS": "on"}, "unset")])
def test_a_developers_machine_sends_at_any_hour(given: dict[str, str], said: str, tmp_path: Path) -> None:
    code = "from config.settings import dev; print(getattr(dev, 'PAKN_QUIET_HOURS', 'unset'))"
    kept = {name: value for name, value in os.environ.items() if name != "QUIET_HOURS"}
    environment = kept | given | {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "VAR_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == said
