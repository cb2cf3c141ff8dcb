"""Demo content of the plugin: registers, staff and cases that have really been through the machine.

Loading it twice changes nothing: what exists, found by its key, stays as it is.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from pakn_plugin.demo import banners, cases, desk, people, places, registers, sights
from pakn_plugin.services import calendar, outbox

FIRST_YEAR, LAST_YEAR = 2022, 2036


def load(password: str, now: datetime, tell: Callable[[str], object] = lambda line: None) -> None:
    """Load everything, each part in its own transaction; `tell` gets a line of progress per part.

    Takes the demo accounts' password and the moment that counts as now: every case lies before it.
    """
    with transaction.atomic():
        tell("Lịch làm việc")
        calendar.seed_calendar(FIRST_YEAR, LAST_YEAR)
    with transaction.atomic():
        tell("Cơ quan, xã phường, lĩnh vực, quy định")
        places.load()
        registers.load()
    with transaction.atomic():
        tell("Cán bộ và người dân")
        people.load(password)
        banners.load(now)
        sights.load(now)
        desk.load(now)
    with transaction.atomic(), outbox.silent():
        tell("Phản ánh")
        cases.load(now)
