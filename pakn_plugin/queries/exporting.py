"""All rows of a list, in the order of the screen, without the texts and without who filed."""

from collections.abc import Iterator

from django.db.models import QuerySet

from pakn_plugin.models import Case

MOST = 10_000
CHUNK = 1000


def every_row(cases: QuerySet[Case], most: int = MOST) -> Iterator[Case]:
    """At most `most` cases, what is due first in front, in two queries. Restricted cases never leave the desk."""
    plain = cases.filter(restricted=False).select_related("topic", "area", "agency", "officer")
    plain = plain.defer("text", "folded", "refusal_text", "address")
    for part in (
        plain.filter(next_due_at__isnull=False).order_by("next_due_at", "pk"),
        plain.filter(next_due_at__isnull=True).order_by("-pk"),
    ):
        for case in part[:most].iterator(chunk_size=CHUNK):
            yield case
            most -= 1
