"""The two gates of a text for the citizen: before it goes to the leader, and before it is published.

At each it is compared with the internal texts of its case as they are at that moment, under the lock of the case.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import Actor, StateChanged
from pakn_plugin.models import Note, Reply
from pakn_plugin.queries import internal
from pakn_plugin.services.conversation import write_note
from pakn_plugin.services.moves import Move


class Held(StateChanged):
    """The comparison found something: the reply does not go on as it is."""


def before_submission(
    move: Move, reply: Reply, actor: Actor, reason: str, confirmed: bool, texts: internal.Texts
) -> Note | None:
    """The note that tells the approver why a reply that repeats an internal one goes on; none where it does not.

    Raises Held for a copy without a reason, and for other findings that nobody has confirmed.
    """
    found = internal.compare_reply(move.case, reply, timezone.localdate(move.now), texts)
    if found.findings and not found.blocks and not confirmed:
        raise Held(_("Chưa trình duyệt: hãy xem các điểm được đánh dấu, sửa lại hoặc xác nhận vẫn trình."))
    if not found.blocks:
        return None
    if not text.clean(reason):
        raise Held(_("Chưa trình duyệt: nội dung trùng với văn bản nội bộ. Hãy sửa, hoặc nêu lý do cho lãnh đạo."))
    words = _("Trình duyệt dù trùng với văn bản nội bộ: %s") % text.clean(reason)
    return write_note(move.case, actor, words, move.now)


def before_publication(move: Move, reply: Reply, actor: Actor, reason: str, confirmed: bool) -> dict[str, Any]:
    """What the event keeps: how much of what was found, and the note with the approver's reason for a copy.

    Raises StateChanged for a copy without a reason, and for warnings that the approver has not confirmed.
    """
    found = internal.compare_reply(move.case, reply, timezone.localdate(move.now))
    data: dict[str, Any] = {"found": found.counts()} if found.findings else {}
    if found.warns and not confirmed:
        raise StateChanged(_("Hãy xem các điểm được đánh dấu rồi xác nhận vẫn công bố, hoặc trả lại để sửa."))
    if not found.blocks:
        return data
    if not text.clean(reason):
        raise StateChanged(_("Nội dung trả lời trùng với văn bản nội bộ. Hãy trả lại để sửa, hoặc nêu lý do công bố."))
    words = _("Công bố dù trùng với văn bản nội bộ: %s") % text.clean(reason)
    return data | {"note": write_note(move.case, actor, words, move.now).pk}
