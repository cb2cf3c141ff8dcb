"""The tables of a simulated life, their columns, and how their rows reach the database."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import DateTimeField

from pakn_plugin import chain

Row = Sequence[Any]

# Model → columns, in the order in which a foreign key allows the rows to be written.
TABLES: dict[str, tuple[str, ...]] = {
    "Reporter": ("id", "name", "phone", "email", "address", "language", "user_id"),
    "Case": (
        *("id", "code", "filing_key", "link_key", "title", "text", "folded", "topic_id", "area_id", "address"),
        *("reporter_id", "channel", "placement_id", "wants_publication", "notice_version", "level", "agency_id"),
        *("officer_id", "filed_at", "state_since", "stage_due_at", "due_at", "answered_at", "reopened_at", "ended_at"),
        *("resume_state", "merged_into_id", "refusal_reason_id", "refusal_text", "restricted", "declines"),
        *(
            "split_from_id",
            "remind_at",
            "word_by",
            "word_since",
            "word_due_at",
            "word_remind_at",
            "steps",
            "chain",
            "state",
        ),
    ),
    "Event": (
        *("id", "case_id", "number", "action", "from_state", "to_state", "actor_kind", "actor_id", "agency_id"),
        *("at", "data", "hash", "written_at"),
    ),
    "Deadline": (*("id", "case_id", "stage", "began_at", "ended_at", "amount", "unit", "extra", "document", "due_at"),),
    "Pause": ("id", "case_id", "ground", "began_at", "ended_at", "until"),
    "Holding": ("id", "case_id", "party", "agency_id", "began_at", "ended_at"),
    "Transfer": (
        *("id", "case_id", "agency_id", "reason", "legal_basis", "by_leader", "proposed_by_id", "proposed_at"),
        *("outcome", "decided_at", "decline_reason", "suggested_agency_id"),
    ),
    "Message": (
        *("id", "case_id", "from_citizen", "author_id", "agency_id", "text", "sent_at", "asks", "settled_at"),
        *("settled_as", "settled_agency_id", "settled_minutes"),
    ),
    "Note": ("id", "case_id", "author_id", "agency_id", "text", "written_at"),
    "Reply": (
        *("id", "case_id", "number", "agency_id", "author_id", "approver_id", "text", "status", "drafted_at"),
        *("published_at", "on_behalf_id", "corrects_id", "correction_reason"),
    ),
    "Rating": ("id", "case_id", "reply_id", "score", "comment", "rated_at"),
    "Review": (
        *("id", "rating_id", "reviewer_id", "outcome", "reason", "decided_at", "cause_id", "act_id", "act_text"),
        *("act_agency_id", "act_due", "remark"),
    ),
    "Publication": (
        *("id", "case_id", "public_id", "title", "text", "folded", "approved_by_id", "approved_at", "withdrawn_at"),
    ),
}
Rows = dict[str, list[Row]]
BATCH, REMEMBERED = 500, 20_000
# How COPY is told of a NULL, which is what `str` makes of it, and of signs that would end a cell or a row.
NOTHING = str(None)
ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"})


class Json(str):
    """A document that is JSON already."""


def model_of(name: str) -> Any:
    """The model behind a table's name."""
    return apps.get_model("pakn", name)


def names() -> list[str]:
    """The tables as the database calls them."""
    return [model_of(name)._meta.db_table for name in TABLES]


def trusted() -> bool:
    """Whether the database lets us past its own bookkeeping."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def write(rows: Rows) -> None:
    """Write the rows of some cases in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for name, columns in TABLES.items():
                _insert(name, columns, rows[name])
            return
        # A crash of the server may lose the last chunks as a whole, never a part of one.
        cursor.execute("SET LOCAL synchronous_commit = off")
        past_rules = trusted()
        if past_rules:
            # Foreign keys are not looked up row by row: every id was read from its table or just handed out.
            cursor.execute("SET LOCAL session_replication_role = replica")
        for name, columns in TABLES.items():
            _copy(cursor, name, columns, rows[name])
        if past_rules:
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _copy(cursor: Any, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    model = model_of(name)
    dated = {n for n, each in enumerate(columns) if isinstance(model._meta.get_field(each), DateTimeField)}
    quoted = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f"COPY {model._meta.db_table} ({quoted}) FROM STDIN (NULL '{NOTHING}')") as copy:
        copy.write(lines(rows, dated))


def lines(rows: Sequence[Row], dated: Set[int]) -> str:
    """Rows as COPY reads them: what `str` makes of each cell; `dated` are the places of moments.

    A text that is the word `None` is read as NULL, which no column of texts takes: COPY would refuse it.
    """
    places = range(len(rows[0]) if rows else 0)
    columns = zip(places, zip(*rows, strict=True), strict=True)
    texts = [list(map(moment if place in dated else str, column)) for place, column in columns]
    plain = "".join([f"{line}\n" for line in map("\t".join, zip(*texts, strict=True))])
    signs = plain.count("\t") - len(rows) * (len(texts) - 1), plain.count("\n") - len(rows)
    if (signs == (0, 0) and "\\" not in plain and "\r" not in plain) or not rows:
        return plain
    safe = [[text.translate(ESCAPES) for text in column] for column in texts]
    return "".join([f"{line}\n" for line in map("\t".join, zip(*safe, strict=True))])


@lru_cache(maxsize=REMEMBERED)
def moment(at: datetime | None) -> str:
    """A moment as an event's hash covers it, which COPY reads as well; the same ones stand in many cells."""
    return chain.moment(at) if at else NOTHING


def _insert(name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    model = model_of(name)
    plain = [[json.loads(cell) if type(cell) is Json else cell for cell in row] for row in rows]
    made = [model(**dict(zip(columns, row, strict=True))) for row in plain]
    model._default_manager.bulk_create(made, batch_size=BATCH)


def reserve(widths: Mapping[str, int]) -> dict[str, int]:
    """Set ids aside in every table, so that others may go on writing; returns the first of each.

    SQLite knows no sequence to move: there nobody else may write meanwhile, and an insert goes on after the highest id.
    """
    first = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for name in TABLES:
            model = model_of(name)
            highest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
            if connection.vendor == "postgresql":
                sequence = _sequence(cursor, model._meta.db_table)
                cursor.execute(f"SELECT last_value FROM {sequence}")
                highest = max(highest, cursor.fetchone()[0])
                cursor.execute("SELECT setval(%s, %s)", [sequence, highest + widths[name]])
            first[name] = highest + 1
    return first


def _sequence(cursor: Any, table: str) -> str:
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
    return str(cursor.fetchone()[0])


def analyze() -> None:
    """Let the planner know the new sizes."""
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"ANALYZE {model_of(name)._meta.db_table}")
