"""The daily anchor: a digest over the whole history, kept in the database, in a file outside it, and in mails."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pakn_plugin import chain, conf
from pakn_plugin.models import Anchor, Event
from pakn_plugin.queries import history

# A change that was still under way cannot commit an event below an anchor that leaves out the last hour.
QUIET = timedelta(hours=1)


def make_anchor(now: datetime) -> Anchor | None:
    """Anchor the history once a day and bring every anchor out of the database that is not outside yet.

    Returns the new anchor, None where the day had one. Safe to run again after a crash at any point: what is
    missing in the file or was not mailed is made up for. A broken file does not keep the mail back; the error is
    raised for the worker.
    """
    anchor = _cover(now)
    try:
        write_missing(now)
    finally:
        mail_missing(now)
    return anchor


def _cover(now: datetime) -> Anchor | None:
    day = timezone.localdate(now)
    if Anchor.objects.filter(day=day).exists():
        return None
    last = Anchor.objects.order_by("-pk").first()
    begin, previous = (last.last_event_id, last.digest) if last else (0, "")
    settled = Event.objects.filter(pk__gt=begin, written_at__lte=now - QUIET)
    until = settled.aggregate(until=Max("pk"))["until"] or begin
    digest, count = chain.seal(previous, history.hashes(begin, until))
    try:
        with transaction.atomic():
            return Anchor.objects.create(
                day=day, last_event_id=until, events=count, digest=digest, previous=previous, made_at=now
            )
    except IntegrityError:  # another worker was faster
        return None


def write_missing(now: datetime) -> int:
    """Append the anchors to the file that are not in it; returns how many were waiting. Raises OSError."""
    with transaction.atomic():
        waiting = list(Anchor.objects.select_for_update().filter(filed_at=None).order_by("pk"))
        if waiting:
            _append(Path(conf.get("ANCHOR_FILE")), waiting)
            Anchor.objects.filter(pk__in=[anchor.pk for anchor in waiting]).update(filed_at=now)
    return len(waiting)


def _append(path: Path, anchors: list[Anchor]) -> None:
    """One line each; an anchor that a crashed run has written already is left as it stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        written = file.read()
        lines = written.splitlines()
        known = {found.get("digest") for found in map(history.parsed, lines) if found}
        if written and not written.endswith(b"\n"):
            file.write(b"\n")
        for anchor in anchors:
            if anchor.digest not in known:
                lines.append(chain.line(anchor.content(), lines[-1] if lines else b""))
                file.write(lines[-1] + b"\n")
        file.flush()
        os.fsync(file.fileno())


def mail_missing(now: datetime) -> int:
    """Send the anchors that nobody was sent yet, in one mail; returns how many. Raises errors of the mail server."""
    recipients = list(conf.get("ANCHOR_MAILS"))
    if not recipients:
        return 0
    with transaction.atomic():
        waiting = list(Anchor.objects.select_for_update().filter(mailed_at=None).order_by("pk"))
        if waiting:
            _mail(recipients, waiting).send()
            Anchor.objects.filter(pk__in=[anchor.pk for anchor in waiting]).update(mailed_at=now)
    return len(waiting)


def _mail(recipients: list[str], anchors: list[Anchor]) -> EmailMessage:
    with translation.override("vi"):
        subject = _("Mốc lịch sử phản ánh ngày %(day)s") % {"day": anchors[-1].day.strftime("%d/%m/%Y")}
        words = _(
            "Hãy giữ thư này ở nơi người quản trị cơ sở dữ liệu không sửa được. Mỗi dòng dưới đây là một mốc; "
            "“manage.py verify_history --anchors TỆP” đối chiếu các dòng đó với lịch sử trong cơ sở dữ liệu."
        )
    lines = [chain.canonical(anchor.content()).decode() for anchor in anchors]
    return EmailMessage(subject, "\n".join([words, "", *lines, ""]), to=recipients)
