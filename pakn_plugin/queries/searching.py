"""Finding rows by the beginnings of words in their folded text, on every database; the hits are capped."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Func, Model, QuerySet

from pakn_plugin import text
from pakn_plugin.models.search import VECTOR

# The newest hits are enough for a person; more common words than COMMON hits are not looked up in the index.
HITS = 1000
COMMON = 20_000
MOST_WORDS = 8


class HasWord(Func):
    """Whether a word of a folded column begins so, by looking at the text. Words hold letters and digits only."""

    output_field = BooleanField()

    def __init__(self, column: str, word: str) -> None:
        super().__init__(column)
        self.word = word

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[str | int, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"(' ' || {column}) LIKE %s", (*params, f"% {self.word}%")


class HasWords(Func):
    """Whether all words occur, by the index of a PostgreSQL; each is the beginning of a word."""

    output_field = BooleanField()

    def __init__(self, column: str, words: Sequence[str]) -> None:
        super().__init__(column)
        self.wanted = " & ".join(f"'{word}':*" for word in words)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[str | int, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{VECTOR.format(column=column)} @@ %s::tsquery", (*params, self.wanted)


def words_of(typed: str) -> list[str]:
    """What somebody typed as words to look for, folded."""
    return text.words(typed).split()[:MOST_WORDS]


def with_words(rows: QuerySet[Any], words: Sequence[str], column: str = "folded") -> QuerySet[Any]:
    """The rows whose text holds all the words; lazily, for lists that end after a page."""
    if connections[rows.db].vendor == "postgresql":
        return rows.filter(HasWords(column, words)) if words else rows
    for word in words:
        rows = rows.filter(HasWord(column, word))
    return rows


def newest_hits(rows: QuerySet[Any], words: Sequence[str], column: str = "folded") -> list[int]:
    """Ids of the newest rows that hold all the words, at most HITS (one query; two for words that are everywhere).

    PostgreSQL: the index gives all rows of a word in no order. A word of very many rows is cheaper found the other
    way round: from the newest row on, text by text, until there are enough.
    """
    plain = rows.order_by("-pk").values_list("pk", flat=True)
    if connections[rows.db].vendor != "postgresql":
        return list(with_words(plain, words, column)[:HITS])
    found, all_seen = _by_index(rows.filter(HasWords(column, words)))
    if all_seen:
        return found
    for word in words:
        plain = plain.filter(HasWord(column, word))
    return list(plain[:HITS])


def _by_index(rows: QuerySet[Model]) -> tuple[list[int], bool]:
    """The newest of the first COMMON hits, and whether these were all. The index ends its work at the limit."""
    inner, params = rows.order_by().values("pk")[: COMMON + 1].query.sql_with_params()
    sql = f"SELECT id, COUNT(*) OVER () FROM ({inner}) AS hits (id) ORDER BY id DESC LIMIT {HITS}"
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return [pk for pk, _number in found], not found or found[0][1] <= COMMON


def matching(rows: QuerySet[Any], typed: str, column: str = "folded") -> QuerySet[Any]:
    """The rows that what somebody typed finds, narrowed to the newest HITS; all rows where nothing was typed."""
    words = words_of(typed)
    return rows.model._default_manager.filter(pk__in=newest_hits(rows, words, column)) if words else rows
