"""The list as a file: what is on the screen, all its pages, as CSV or XLSX. Nothing about who filed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin.desk.filtering import look_of
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.queries.exporting import every_row
from pakn_plugin.sheets import EXPORTS, Column, local, sent
from pakn_plugin.states import Channel, Level, State

# Widths of the list's columns in a workbook, in characters.
WIDTHS = (20, 48, 18, 14, 24, 24, 30, 24, 14, 17, 17, 17, 17)


def columns() -> list[Column]:
    """Headings and what stands below them, in the language of the request: rows are written when it is over."""
    states, levels, channels = ({k: str(v) for k, v in each.choices} for each in (State, Level, Channel))
    return [
        (_("Mã phản ánh"), lambda case: case.code),
        (_("Tiêu đề"), lambda case: case.title),
        (_("Trạng thái"), lambda case: states[case.state]),
        (_("Mức độ"), lambda case: levels[case.level]),
        (_("Lĩnh vực"), lambda case: case.topic.name),
        (_("Nơi xảy ra"), lambda case: str(case.area)),
        (_("Cơ quan xử lý"), lambda case: str(case.agency or "")),
        (_("Cán bộ xử lý"), lambda case: str(case.officer or "")),
        (_("Kênh"), lambda case: channels[case.channel]),
        (_("Gửi lúc"), lambda case: local(case.filed_at)),
        (_("Hạn bước này"), lambda case: local(case.stage_due_at)),
        (_("Hạn trả lời"), lambda case: local(case.due_at)),
        (_("Trả lời lần đầu lúc"), lambda case: local(case.answered_at)),
    ]


class ExportView(DeskMixin):
    """The list of the same address, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = kwargs["kind"]
        if kind not in dict(EXPORTS):
            raise Http404
        shape, cases = columns(), every_row(look_of(request, self.actor, self.now).cases())
        name = f"phan-anh-{timezone.localtime(self.now):%Y%m%d-%H%M}.{kind}"
        return sent(kind, name, shape, cases, WIDTHS)
