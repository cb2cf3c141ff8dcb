"""Small plans for tests: agencies a and b of the world, new agencies c and d."""

import json
from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from pakn_plugin.access import SYSTEM
from pakn_plugin.models import Reorganisation
from pakn_plugin.services import reorganisation

Carry = Callable[..., Reorganisation]


def plan(day: date, *steps: str, new: str = "") -> str:
    """The text of a plan with these steps."""
    return f'title = "Sắp xếp"\ndocument = "NQ 9"\neffective = {day.isoformat()}\n{new}' + "".join(
        f"\n[[step]]\n{step}\n" for step in steps
    )


def agencies(*codes: str) -> str:
    """Tables of new agencies."""
    return "".join(f'\n[[agency]]\ncode = "{c}"\nname = "Sở {c.upper()}"\nkind = "department"\n' for c in codes)


MERGE = 'do = "merge"\nof = "agency"\nfrom = ["a", "b"]\nto = ["c"]'
SPLIT = 'do = "split"\nof = "agency"\nfrom = ["a"]\nto = ["c", "d"]\ndivide = "field"\nfields = { "ha-tang" = "d" }'
WARD = 'do = "split"\nof = "commune"\nfrom = ["91"]\nto = ["91", "92"]\ndivide = "boundary"'
WARDS = agencies("c", "d") + "".join(
    f'\n[[commune]]\ncode = "{code}"\nkind = "Phường"\nname = "Phần {code}"\n{rest}\n'
    for code, rest in (
        ("91", 'agency = "c"\nlat = 12.5\nlon = 109.25'),
        ("92", 'agency = "d"\nlat = 12.5\nlon = 109.75'),
    )
)
RINGS = {
    "91": [[109.0, 12.0], [109.5, 12.0], [109.5, 13.0], [109.0, 13.0], [109.0, 12.0]],
    "92": [[109.5, 12.0], [110.0, 12.0], [110.0, 13.0], [109.5, 13.0], [109.5, 12.0]],
}
SHAPES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
            for code, ring in RINGS.items()
        ],
    }
)


def carry_out(now: datetime, *steps: str, boundaries: str = "", new: str = agencies("c", "d")) -> Reorganisation:
    """Carry out a plan of these steps today."""
    text = plan(timezone.localdate(now), *steps, new=new)
    return reorganisation.execute(reorganisation.propose(SYSTEM, text, boundaries, now).pk, SYSTEM, now)
