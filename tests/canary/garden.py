"""What was planted, and everything that left the house while it was."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from django.core.mail import EmailMessage

from pakn_plugin.documents import Pdf
from pakn_plugin.models import Case
from pakn_plugin.pictures import Picture
from tests.canary.words import inside
from tests.factories import Unit, World


@dataclass
class Garden:
    """The cases: `main` went all ways, `part` was split from it and is the same reporter's, `hidden` is a complaint
    of that reporter; `twin` follows main, `begun` waits with a draft: their reporters are other people.

    `c` is an agency that has nothing to do with any of them. `clock` is the moment at which the story has arrived.
    """

    world: World
    c: Unit
    clock: datetime
    main: Case = field(init=False)
    part: Case = field(init=False)
    twin: Case = field(init=False)
    begun: Case = field(init=False)
    hidden: Case = field(init=False)
    letters: list[EmailMessage] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    log: "Log" = field(default_factory=lambda: Log())


class Log(logging.Handler):
    """Everything that anybody logs, at whatever level, with the words of errors."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.lines.append(f"{record.getMessage()} {record.args} {error!r} {vars(record).get('sql', '')}")


def picture(word: str) -> Picture:
    """A photo in whose bytes the word stands."""
    content = b"\xff\xd8" + word.encode()
    return Picture(content, content, 4, 3)


def paper(name: str, content: str = "") -> Pdf:
    """A document with a word in its name and another in its bytes."""
    return Pdf(b"%PDF-1.4 " + content.encode(), 1, f"{name}.pdf")


def remark(which: str) -> str:
    """An internal sentence that ends up as a note."""
    return f"{inside('Note.text', which)} xem lại."
