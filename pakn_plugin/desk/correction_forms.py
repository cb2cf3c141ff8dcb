"""The editor of a correction: a reply's editor that begins with the published version, its points included."""

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pakn_plugin import corrections
from pakn_plugin.answers import Answer, answers_of, points_of
from pakn_plugin.desk.answers_forms import PARTS, name_of
from pakn_plugin.desk.forms import written
from pakn_plugin.desk.reply_forms import ReplyForm
from pakn_plugin.models import Reply
from pakn_plugin.queries import promises


class CorrectionForm(ReplyForm):
    """A new version of a published reply, and what is corrected in it and why.

    It answers the points that the published version answers. Only what is changed in them is checked: a promise whose
    day has passed meanwhile does not keep a wrong word from being corrected.
    """

    reason = written(
        _("Đính chính điều gì, vì sao – công khai cho người dân"),
        _("Ví dụ: Ngày hoàn thành ghi nhầm là 12/3, đúng là 21/3."),
        rows=3,
    )

    @cached_property
    def version(self) -> Reply | None:
        """What the citizen reads now."""
        return corrections.newest(self.case)

    def add_answers(self, known: list[dict[str, Any]]) -> None:
        published = self.version.points if self.version else []
        self.points = points_of(published)
        for answer in answers_of(known or published):
            self.add_group(answer)

    def said_anew(self) -> list[Answer]:
        before = {answer.point: answer for answer in answers_of(self.version.points)} if self.version else {}
        return [answer for answer in self.answers() if _parts(answer) != _parts(before[answer.point])]

    def check_answers(self) -> None:
        super().check_answers()
        rows = promises.of_reply(self.version) if self.version else []
        for number, problem in promises.not_corrected(rows, self.answers(), timezone.localdate()).items():
            name = name_of(next(point for point in self.points if point.number == number), "day")
            if name not in self.errors:
                self.add_error(name, problem)

    def show(self, draft: Reply | None) -> None:
        super().show(draft)
        version = draft or self.version
        self.field("text").initial = version.text if version else ""
        self.field("reason").initial = draft.correction_reason if draft else ""
        if "filed" in self.fields:
            self.field("filed").initial = version.before if version else []


def _parts(answer: Answer) -> tuple[Any, ...]:
    """What was said, without the name that an agency had at the time."""
    return tuple(getattr(answer, part) or None for part in PARTS)
