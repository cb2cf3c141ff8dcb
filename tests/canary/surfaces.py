"""What comes out at the doors, as one text: status line, headers, body, and what lies packed in it."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from email.message import Message
from typing import Any

from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import translation

from tests.canary.words import BOTH, traces

Leaks = dict[str, set[str]]


def answer(response: Any) -> bytes:
    """Headers, cookies and body; a workbook with its parts."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items()) + str(response.cookies)
    return head.encode() + b"\n\n" + body + b"\n".join(_unpacked(body))


def _unpacked(body: bytes) -> Iterator[bytes]:
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            for name in book.namelist():
                yield name.encode() + b"\n" + book.read(name)


def look(client: Client, addresses: Iterable[str], kinds: Iterable[str] = BOTH) -> tuple[Leaks, dict[str, int]]:
    """Open each address once: what leaks where, and the status of each; Vietnamese is spoken again afterwards."""
    leaks: Leaks = {}
    status: dict[str, int] = {}
    for address in dict.fromkeys(addresses):
        response = client.get(address)
        status[address] = response.status_code
        found = traces(answer(response), kinds)
        if found:
            leaks[address] = found
    translation.activate("vi")
    return leaks, status


def letter(mail: EmailMessage) -> str:
    """A mail as it is sent, and each of its parts as it is read, with the names of what is attached."""
    whole: Message = mail.message()
    parts = [whole.as_string()]
    for part in whole.walk():
        content = part.get_payload(decode=True)
        parts += [str(part.get_filename() or ""), content.decode("utf-8", "replace") if content else ""]
    return "\n".join([mail.subject, str(mail.body), *parts])


def rows_elsewhere() -> Iterator[tuple[str, str]]:
    """Every row of every table that is not the module's own: search index, queue, sessions, logs of the admin."""
    for table in connection.introspection.table_names():
        if table.startswith("pakn_"):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(bytes(v).decode("utf-8", "replace") if _raw(v) else str(v) for v in row)


def _raw(value: Any) -> bool:
    return isinstance(value, bytes | memoryview)
