"""What the work list is asked for: search and filters, as a form; whatever cannot be read is as good as empty."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.access import SEES_AGENCY, Actor
from pakn_plugin.desk.selects import QuickSelect
from pakn_plugin.queries import desk
from pakn_plugin.queries.narrowing import LATE, NOBODY, ON_TIME, Wanted
from pakn_plugin.queries.queues import Queue, default_queue, queues_of
from pakn_plugin.queries.registers import registers
from pakn_plugin.states import Channel, Level, Party, State

ONE_MINUTE = 60
ALL = ("", gettext_lazy("Tất cả"))
FIRST = ("q", "topic", "area", "agency")
LONGEST_QUERY = 600


def chosen_id(label: Any) -> forms.TypedChoiceField:
    """A choice among rows of a register."""
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, widget=QuickSelect)


def chosen_word(label: Any, choices: Any) -> forms.ChoiceField:
    """A choice among fixed words."""
    return forms.ChoiceField(label=label, choices=[ALL, *choices], required=False, widget=QuickSelect)


def chosen_day(label: Any) -> forms.DateField:
    """A day, by the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, required=False)


class FilterForm(forms.Form):
    """Search and filters of one person's list."""

    q = forms.CharField(label=gettext_lazy("Tìm theo mã hoặc nội dung"), max_length=120, required=False)
    topic = chosen_id(gettext_lazy("Lĩnh vực"))
    area = chosen_id(gettext_lazy("Xã, phường"))
    agency = chosen_id(gettext_lazy("Cơ quan"))
    state = chosen_word(gettext_lazy("Trạng thái"), State.choices)
    level = chosen_word(gettext_lazy("Mức độ"), Level.choices)
    turn = chosen_word(gettext_lazy("Đến lượt"), Party.choices)
    channel = chosen_word(gettext_lazy("Kênh"), Channel.choices)
    officer = chosen_word(gettext_lazy("Cán bộ"), [])
    late = chosen_word(
        gettext_lazy("Hạn bước này"), [(LATE, gettext_lazy("Quá hạn")), (ON_TIME, gettext_lazy("Còn hạn"))]
    )
    filed_from = chosen_day(gettext_lazy("Gửi từ ngày"))
    filed_to = chosen_day(gettext_lazy("Gửi đến ngày"))

    def __init__(self, data: QueryDict, actor: Actor, now: datetime) -> None:
        super().__init__(data)
        known = registers(timezone.localdate(now))
        for name in ("topic", "area", "agency"):
            self.choose(name, getattr(known, name).offered)
        if not desk.sees_all_agencies(actor):
            del self.fields["agency"]
        self.choose("officer", [(NOBODY, _("Chưa phân công")), *officer_choices(self.agencies(actor))])
        self.is_valid()

    def choose(self, name: str, rows: Any) -> None:
        """Set what a field offers."""
        field: Any = self.fields[name]
        field.choices = [ALL, *rows]

    def agencies(self, actor: Actor) -> frozenset[int]:
        """Whose officers are offered: one's own agencies', else those of the agency that is chosen."""
        if "agency" not in self.fields:
            return frozenset(actor.agencies(*SEES_AGENCY))
        asked = self.data.get("agency", "")
        return frozenset({int(asked)} if asked.isdecimal() and len(asked) < 18 else ())

    def filled(self) -> dict[str, str]:
        """What is set, as it goes into an address."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def wanted(self, queue: Queue) -> Wanted:
        """The same for the query."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name != "q"}
        return Wanted(queue, self.cleaned_data.get("q", ""), **chosen)

    def first_fields(self) -> list[Any]:
        """What nearly everybody filters by."""
        return [field for field in self if field.name in FIRST]

    def more_fields(self) -> list[Any]:
        """The rest, folded away until one of them is used."""
        return [field for field in self if field.name not in FIRST]

    def uses_more(self) -> bool:
        """Whether the folded part is in use."""
        return any(name not in FIRST for name in self.filled())

    def in_words(self) -> list[tuple[str, str]]:
        """The filters that are set: label and value as people read them."""
        found = []
        for name, value in self.cleaned_data.items():
            if value:
                field: Any = self.fields[name]
                words = dict(getattr(field, "choices", ())).get(value) or value
                found.append((str(field.label), f"{words:%d/%m/%Y}" if name.startswith("filed_") else str(words)))
        return found


class Look:
    """What a request asks of the list: its queue and its filters; the list, the export and the filters read it."""

    def __init__(self, data: QueryDict, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.form = FilterForm(data, actor, now)
        self.queue = self._queue(data.get("queue", ""))

    def _queue(self, asked: str) -> Queue:
        """The queue of the address; a search without one looks everywhere."""
        if asked in queues_of(self.actor):
            return Queue(asked)
        return Queue.ALL if self.form.filled().get("q") else default_queue(self.actor)

    def cases(self) -> Any:
        """The visible cases that match."""
        return desk.cases_for(self.actor, self.form.wanted(self.queue), self.now)

    def page(self, after: str) -> desk.Page:
        """The page of them after a mark."""
        return desk.page(self.actor, self.form.wanted(self.queue), self.now, after)

    def query(self, queue: Queue | None = None, filters: bool = True, **extra: str) -> str:
        """Queue and filters as the part of an address behind the question mark."""
        found = QueryDict(mutable=True)
        found.update({"queue": (queue or self.queue).value, **(self.form.filled() if filters else {}), **extra})
        return found.urlencode()


def look_of(request: HttpRequest, actor: Actor, now: datetime) -> Look:
    """What the address of a request asks for."""
    return Look(request.GET, actor, now)


def officer_choices(agencies: frozenset[int]) -> list[tuple[str, str]]:
    """The officers of agencies by name, at most a minute old; no query where there is no agency."""
    if not agencies:
        return []
    key = "pakn-desk-officers:" + ".".join(map(str, sorted(agencies)))
    found: Any = cache.get_or_set(
        key, lambda: [(str(user.pk), str(user)) for user in desk.officers_among(agencies)], ONE_MINUTE
    )
    return list(found)
