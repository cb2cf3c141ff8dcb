"""Counts of the banner on their way to the database: one line for each, so that no request waits for a transaction.

A line is handed to the system by one call: what was written stays when the process dies, and after a crash of the
machine what the system had not yet put on the disk is missing (seconds). Each process has a file of its own for each
minute; `counting` adds up files whose minute is over. A line: key, kind, day, origin, parted by tabs.

A flood fills no disk: a file takes 1 MB of pictures shown (about 20,000 a minute and process), clicks a second one, and
nothing is written while less than 256 MB are free. What is dropped is said in the log once for each file.
"""

import logging
import os
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from pakn_plugin import conf

logger = logging.getLogger(__name__)
SEEN, CLICKED, MACHINE = "seen", "clicked", "machine"
MOST_SEEN, MOST = 1024 * 1024, 2 * 1024 * 1024
LEAST_FREE = 256 * 1024 * 1024
HOST = "".join(c for c in socket.gethostname() if c.isalnum() or c in ".-")[:40] or "host"


@dataclass
class _Page:
    """The file of a minute. `file` is -1 where nothing can be written."""

    mark: tuple[int, int, str] = (0, 0, "")
    file: int = -1
    day: str = ""
    size: int = 0
    torn: bool = False
    told: bool = False


_page = _Page()
_lock = threading.Lock()


def folder() -> Path:
    """Where the files lie."""
    return Path(conf.get("BANNER_ROOT")) / "counts"


def add(key: str, kind: str, origin: str = "") -> None:
    """Count one. Never raises for a disk: a count is worth less than the answer that it belongs to."""
    mark = (int(time.time() // 60), os.getpid(), str(conf.get("BANNER_ROOT")))
    with _lock:
        if _page.mark != mark:
            _turn(mark)
        line = f"{key}\t{kind}\t{_page.day}\t{origin}\n".encode()
        if _page.size + len(line) > (MOST if kind == CLICKED else MOST_SEEN):
            _tell("the file of this minute is full")
        elif _page.file >= 0:
            _write(b"\n" + line if _page.torn else line)


def _write(line: bytes) -> None:
    try:
        written = os.write(_page.file, line)
    except OSError as error:
        _tell(error)
        return
    _page.size += written
    _page.torn = written < len(line)


def _turn(mark: tuple[int, int, str]) -> None:
    """Begin the file of another minute; called with the lock."""
    _close()
    _page.mark, _page.size, _page.torn, _page.told = mark, 0, False, False
    _page.day = timezone.localdate(timezone=timezone.get_default_timezone()).isoformat()
    minute = time.strftime("%Y%m%dT%H%M", time.gmtime(mark[0] * 60))
    try:
        folder().mkdir(parents=True, exist_ok=True)
        free = os.statvfs(folder())
        if free.f_bavail * free.f_frsize < LEAST_FREE:
            _tell("the disk is almost full")
            return
        path = folder() / f"{minute}-{HOST}-{mark[1]}.log"
        _page.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        _tell(error)


def _close() -> None:
    if _page.file >= 0:
        os.close(_page.file)
    _page.file = -1


def _tell(why: object) -> None:
    """Once for each file."""
    if not _page.told:
        _page.told = True
        logger.warning("Counts of the banner are dropped: %s", why)


def _forked() -> None:
    """A child has a file of its own; the lock may have been held by a thread that it does not have."""
    global _lock
    _lock = threading.Lock()
    _close()
    _page.mark = (0, 0, "")


os.register_at_fork(after_in_child=_forked)
