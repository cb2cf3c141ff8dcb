"""From rows to files: what each placement shows and where its link leads, written so that no request asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from pakn_plugin.models import Placement
from pakn_plugin.models.origins import read_origins
from pakn_plugin.queries.banner_heirs import shown
from pakn_plugin.services import banner_files
from pakn_plugin.services.banner_files import Card
from pakn_plugin.services.banner_look import NEUTRAL, Look, look_of

# So often a batch is read again when others change it meanwhile.
PATIENCE = 5


@dataclass(frozen=True)
class Wanted:
    """What a placement's files should be."""

    look: Look
    card: Card


def filing_page(language: str, key: str = "") -> str:
    """The address of the form, in a language, with the placement's key for the case."""
    with translation.override(language):
        address = reverse("pakn:file")
    return f"{address}?{urlencode({'b': key})}" if key else address


def wanted_of(placements: Iterable[Placement], today: date) -> dict[str, Wanted]:
    """By key; the number of queries does not grow with the number of placements."""
    rows = list(placements)
    heirs = shown(rows, today)
    return {row.key: _wanted(row, heirs[row.pk], today) for row in rows}


def _wanted(row: Placement, heir: Placement | None, today: date) -> Wanted:
    if heir is None:
        address = filing_page(row.language or settings.LANGUAGE_CODE)
        return Wanted(NEUTRAL, Card("", address, row.language, NEUTRAL.alt, _frames(row)))
    look = look_of(heir, today)
    return Wanted(look, Card(heir.key, filing_page(heir.language, heir.key), heir.language, look.alt, _frames(row)))


def _frames(row: Placement) -> tuple[str, ...]:
    """The sites that may frame it. What no form has checked is left out: it would stand in a header."""
    try:
        return tuple(read_origins(row.frame_origins))
    except ValidationError:
        return ()


def publish(pks: Iterable[int], today: date) -> list[str]:
    """Bring the files of placements to what the rows say; returns what could not be drawn. Raises OSError (full disk).

    Afterwards the rows are read again: whoever writes last has seen the rows as they are after writing, so two that
    run at once end in the state of the last change, whichever of them was slower.
    """
    rows = Placement.objects.select_related("agency", "design__current").filter(pk__in=set(pks))
    written, failed = dict[str, Wanted](), dict[str, str]()
    for _attempt in range(PATIENCE):
        wanted = wanted_of(rows.all(), today)
        changed = {key: each for key, each in wanted.items() if written.get(key) != each}
        if not changed:
            break
        for key, each in changed.items():
            try:
                banner_files.publish(key, each.look, each.card)
            except ValueError as unfit:  # words that fit nowhere
                failed[key] = f"{key}: {unfit}"
        written = wanted
    return list(failed.values())
