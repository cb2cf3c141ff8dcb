"""Tables as files for spreadsheets: CSV and XLSX, harmless when they are opened. No models."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

EXPORTS = (("csv", gettext_lazy("CSV")), ("xlsx", gettext_lazy("Excel (XLSX)")))
BOM = "\ufeff"
# What a spreadsheet would run as a formula, the full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_MOMENT = "dd/mm/yyyy hh:mm"
IN_MEMORY = 2 * 1024 * 1024

Cell = str | int | datetime | None
Column = tuple[str, Callable[[Any], Cell]]


def local(moment: datetime | None) -> datetime | None:
    """A moment as the clock on the wall shows it; spreadsheets know no time zones."""
    return timezone.make_naive(moment, timezone.get_default_timezone()) if moment else None


def harmless(value: Cell) -> str:
    """A cell of a CSV file: moments in the form that spreadsheets read, nothing that they would run."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if value and value.startswith(FORMULA) else value or ""


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(shape: list[Column], rows: Iterable[Any]) -> Iterator[str]:
    """The file, line by line; the byte order mark tells Excel that it is UTF-8."""
    writer: Any = csv.writer(_Echo())
    yield BOM + writer.writerow([heading for heading, _cell in shape])
    for row in rows:
        yield writer.writerow([harmless(cell(row)) for _heading, cell in shape])


def xlsx_file(shape: list[Column], rows: Iterable[Any], widths: Sequence[int], title: str = "") -> Any:
    """A workbook, written row by row; larger ones go through the disk."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title or _("Phản ánh"))
    sheet.freeze_panes = "B2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([heading for heading, _cell in shape])
    for row in rows:
        sheet.append([xlsx_cell(sheet, cell(row)) for _heading, cell in shape])
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def xlsx_cell(sheet: Any, value: Cell) -> Any:
    """Moments as dates, numbers as numbers, everything else as plain text, even where it looks like a formula."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, datetime):
        cell.value, cell.number_format = value, XLSX_MOMENT
    elif isinstance(value, int):
        cell.value = value
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    return cell


def sent(
    kind: str, name: str, shape: list[Column], rows: Iterable[Any], widths: Sequence[int], title: str = ""
) -> HttpResponseBase:
    """The file as an answer that no cache keeps; a CSV file goes out line by line."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(shape, rows), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = xlsx_file(shape, rows, widths, title)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
