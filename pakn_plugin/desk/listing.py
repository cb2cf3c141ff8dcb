"""The work list: one list by due moment, its queues, filters and search; and the way to the next case."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.desk.words import due_of, tone_of
from pakn_plugin.queries import desk
from pakn_plugin.queries.queues import Queue, default_queue, queues_of
from pakn_plugin.states import Level

ONE_MINUTE = 60
FILTERS = ("topic", "area", "agency", "level")


class FilterForm(forms.Form):
    """Search and filters; whatever cannot be read is as good as empty."""

    q = forms.CharField(label=gettext_lazy("Tìm theo mã hoặc nội dung"), max_length=120, required=False)
    topic = forms.TypedChoiceField(label=gettext_lazy("Lĩnh vực"), coerce=int, empty_value=None, required=False)
    area = forms.TypedChoiceField(label=gettext_lazy("Xã, phường"), coerce=int, empty_value=None, required=False)
    agency = forms.TypedChoiceField(label=gettext_lazy("Cơ quan"), coerce=int, empty_value=None, required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Mức độ"), choices=[("", gettext_lazy("Tất cả")), *Level.choices], required=False
    )

    def __init__(self, data: Any, choices: dict[str, list[tuple[int, str]]], with_agency: bool) -> None:
        super().__init__(data)
        for name, rows in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("Tất cả")), *rows]
        if not with_agency:
            del self.fields["agency"]
        self.is_valid()

    def filled(self) -> dict[str, str]:
        """What is set, as it goes into an address."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class IndexView(DeskMixin):
    """The list of cases."""

    template_name = "pakn/desk/index.html"
    page_title = gettext_lazy("Phản ánh")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data())

    def queue(self, searching: bool) -> Queue:
        """The queue of the address; a search without one looks everywhere."""
        asked = self.request.GET.get("queue", "")
        if asked in queues_of(self.actor):
            return Queue(asked)
        return Queue.ALL if searching else default_queue(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with_agency = desk.sees_all_agencies(self.actor)
        form = FilterForm(self.request.GET, self.choices(), with_agency)
        found = form.cleaned_data
        queue = self.queue(bool(found.get("q")))
        narrowed = {name: found[name] for name in FILTERS if found.get(name)}
        wanted = desk.Wanted(queue, found.get("q", ""), **narrowed)
        after = self.request.GET.get("after", "")
        page = desk.page_of(
            desk.cases_for(self.actor, wanted, self.now), after, ended=queue == Queue.ALL or bool(wanted.search)
        )
        return super().get_context_data(
            form=form,
            queue=queue,
            tabs=self.tabs(queue, form),
            rows=[{"case": case, "due": due_of(case, self.now), "tone": tone_of(case)} for case in page.rows],
            first_url=self.address(queue, form) if after else "",
            next_url=self.address(queue, form, after=page.mark) if page.mark else "",
            clear_url=self.address(queue, None) if form.filled() else "",
            with_agency=with_agency,
            **kwargs,
        )

    def choices(self) -> dict[str, list[tuple[int, str]]]:
        """What to filter by; the registers seldom change, so a minute-old copy will do."""
        today = timezone.localdate(self.now)
        found: Any = cache.get_or_set(f"pakn-desk-choices:{today}", lambda: desk.filter_choices(today), ONE_MINUTE)
        return dict(found)

    def tabs(self, chosen: Queue, form: FilterForm) -> list[dict[str, Any]]:
        """The queues with their counts; the count of everything would say nothing."""
        queues = queues_of(self.actor)
        numbers = desk.counts(self.actor, [queue for queue in queues if queue != Queue.ALL], self.now)
        return [
            {
                "label": queue.label,
                "url": self.address(queue, form),
                "count": count_in_words(numbers[queue]) if queue in numbers else "",
                "current": queue == chosen,
                "urgent": queue == Queue.LATE and numbers[queue] > 0,
            }
            for queue in queues
        ]

    def address(self, queue: Queue, form: FilterForm | None, **extra: str) -> str:
        """The list's address with queue and filters."""
        query = self.request.GET.copy()
        query.clear()
        query.update({"queue": queue.value, **(form.filled() if form else {}), **extra})
        return f"{self.request.path}?{query.urlencode()}"


class NextView(DeskMixin):
    """On to what is due next in one's own work."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        but = request.GET.get("but", "")
        found = desk.next_case(self.actor, int(but) if but.isdecimal() and len(but) < 18 else None, self.now)
        if found is None:
            messages.info(request, _("Không còn phản ánh nào chờ bạn xử lý."))
            return redirect("pakn_desk:index")
        return redirect("pakn_desk:case", pk=found)


def count_in_words(number: int) -> str:
    """A capped count as it is shown."""
    return f"{desk.CAP}+" if number > desk.CAP else str(number)
