"""Prints the request plans for one server and its database as JSON: `python -m tests.scale.plan BASE`."""

import json
import sys
from typing import Any

from tests.scale.scenarios import scenarios


def plain(value: Any) -> Any:
    """A plan without anything that is made on demand."""
    return {
        key: list(part) if key in {"paths", "bodies"} else plain(part) if isinstance(part, dict) else part
        for key, part in value.items()
    }


if __name__ == "__main__":
    json.dump(plain(scenarios(sys.argv[1], dict(each.split("=") for each in sys.argv[2:]))), sys.stdout)
