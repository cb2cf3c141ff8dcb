"""The list as a file: what is on the screen, all its pages, as CSV or XLSX. Nothing about who filed."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from pakn_plugin.desk.filtering import look_of
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.queries.exporting import every_row
from pakn_plugin.states import Channel, Level, State

EXPORTS = (("csv", gettext_lazy("CSV")), ("xlsx", gettext_lazy("Excel (XLSX)")))
BOM = "\ufeff"
# What a spreadsheet would run as a formula, the full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_MOMENT = "dd/mm/yyyy hh:mm"
IN_MEMORY = 2 * 1024 * 1024

Cell = str | datetime | None
Column = tuple[str, Callable[[Any], Cell]]
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


def local(moment: datetime | None) -> datetime | None:
    """A moment as the clock on the wall shows it; spreadsheets know no time zones."""
    return timezone.make_naive(moment, timezone.get_default_timezone()) if moment else None


def harmless(value: Cell) -> str:
    """A cell of a CSV file: moments in the form that spreadsheets read, nothing that they would run."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"'{value}" if value and value.startswith(FORMULA) else value or ""


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(shape: list[Column], cases: Iterable[Any]) -> Iterator[str]:
    """The file, line by line; the byte order mark tells Excel that it is UTF-8."""
    writer: Any = csv.writer(_Echo())
    yield BOM + writer.writerow([heading for heading, _cell in shape])
    for case in cases:
        yield writer.writerow([harmless(cell(case)) for _heading, cell in shape])


def xlsx_file(shape: list[Column], cases: Iterable[Any], widths: Sequence[int] = WIDTHS) -> Any:
    """A workbook, written row by row; larger ones go through the disk."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Phản ánh"))
    sheet.freeze_panes = "B2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([heading for heading, _cell in shape])
    for case in cases:
        sheet.append([xlsx_cell(sheet, cell(case)) for _heading, cell in shape])
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def xlsx_cell(sheet: Any, value: Cell) -> Any:
    """Moments as dates, everything else as plain text, even where it looks like a formula."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, datetime):
        cell.value, cell.number_format = value, XLSX_MOMENT
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    return cell


def sent(
    kind: str, name: str, shape: list[Column], cases: Iterable[Any], widths: Sequence[int] = WIDTHS
) -> HttpResponseBase:
    """The file as an answer that no cache keeps; a CSV file goes out line by line."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(shape, cases), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = xlsx_file(shape, cases, widths)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


class ExportView(DeskMixin):
    """The list of the same address, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = kwargs["kind"]
        if kind not in dict(EXPORTS):
            raise Http404
        shape, cases = columns(), every_row(look_of(request, self.actor, self.now).cases())
        name = f"phan-anh-{timezone.localtime(self.now):%Y%m%d-%H%M}.{kind}"
        return sent(kind, name, shape, cases)
