"""Phrases and limits of the comparison, changed by administrators; the next comparison goes by them."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from pakn_plugin import access, text
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.firewall import PHRASES, WEAK
from pakn_plugin.models import ComparisonLimits, OfficePhrase
from pakn_plugin.queries import wording

Strength = OfficePhrase.Strength


def change(
    actor: Actor,
    limits: dict[str, int],
    strong: Iterable[str] = (),
    weak: Iterable[str] = (),
    dropped: Iterable[int] = (),
    note: str = "",
) -> None:
    """Set the limits, take phrases in and out. Nothing is deleted: what is taken out stays in the register.

    `limits` are run, share (percent), least and short; `dropped` are ids of phrases. Raises NotAllowed,
    ValidationError for values out of bounds.
    """
    if not access.keeps_wording(actor):
        raise NotAllowed
    with transaction.atomic():
        row = ComparisonLimits.objects.select_for_update().first() or ComparisonLimits()
        for name, value in (*limits.items(), ("note", note)):
            setattr(row, name, value)
        row.full_clean()
        row.save()
        OfficePhrase.objects.filter(pk__in=list(dropped)).update(active=False)
        for strength, phrases in ((Strength.STRONG, strong), (Strength.WEAK, weak)):
            for phrase in phrases:
                _take_in(phrase, strength, note)
    wording.forget()


def _take_in(phrase: str, strength: Strength, note: str) -> None:
    known = OfficePhrase.objects.filter(folded=text.words(phrase)).first()
    row = known or OfficePhrase(text=text.clean(phrase), note=note)
    row.strength, row.active = strength, True
    row.full_clean()
    row.save()


def ensure(**kwargs: Any) -> None:
    """Have the built-in phrases in the register, once: written after the migrations, for administrators to go on."""
    if OfficePhrase._meta.db_table not in connection.introspection.table_names() or OfficePhrase.objects.exists():
        return
    rows = [(phrase, Strength.STRONG) for phrase in PHRASES] + [(phrase, Strength.WEAK) for phrase in WEAK]
    OfficePhrase.objects.bulk_create(
        OfficePhrase(text=phrase, folded=text.words(phrase), strength=strength) for phrase, strength in rows
    )
    wording.forget()
