"""The wording by which replies are compared today: what administrators keep, at hand for a minute."""

from pakn_plugin import memory
from pakn_plugin.firewall import PHRASES, WEAK, Limits, Wording
from pakn_plugin.models import ComparisonLimits, OfficePhrase

KIND = "wording"
Strength = OfficePhrase.Strength


def now() -> Wording:
    """Phrases and limits as they are kept (no query where they are at hand, else two)."""
    return memory.kept(KIND, "", read)


def read() -> Wording:
    """The same from the tables; the built-in ones where nobody keeps any (two queries)."""
    rows = list(OfficePhrase.objects.values_list("text", "strength", "active"))
    strong, weak = (
        tuple(text for text, strength, active in rows if active and strength == wanted)
        for wanted in (Strength.STRONG, Strength.WEAK)
    )
    if not rows:
        strong, weak = PHRASES, WEAK
    return Wording(strong, weak, limits_of(ComparisonLimits.objects.first()))


def with_row(row: OfficePhrase) -> Wording:
    """The wording as it would be with a phrase as it stands in a form."""
    kept, known = read(), OfficePhrase.objects.filter(pk=row.pk).first()
    gone = {row.text, known.text if known else row.text}
    strong, weak = ([each for each in phrases if each not in gone] for phrases in (kept.strong, kept.weak))
    if row.active:
        (strong if row.strength == Strength.STRONG else weak).append(row.text)
    return Wording(tuple(strong), tuple(weak), kept.limits)


def limits_of(row: ComparisonLimits | None) -> Limits:
    """The limits of a row, whose share is in percent; the built-in ones where there is none."""
    return Limits(row.run, row.share / 100, row.least, row.short) if row else Limits()


def forget() -> None:
    """The next comparison reads anew, in every process."""
    memory.forget(KIND)
