"""Demo content: a province's site that looks like one on the first day. Loading it twice changes nothing."""

import datetime

from django.utils import timezone

from home.demo import frame, people, site, stories


def load_site(password: str, today: datetime.date | None = None) -> None:
    """Pages, pictures, navigation and newsroom accounts; runs inside the caller's transaction.

    Takes the demo accounts' password and the day that counts as today (dates of stories are set before it).
    What exists already, found by its address, stays as an editor may have changed it.
    """
    day = today or timezone.localdate()
    home, english = site.load_front()
    stories.load(home, english, day)
    frame.load(home)
    people.load(password)
