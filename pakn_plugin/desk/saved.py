"""Saved filters at the desk: save what is on the screen under a name, share it, rename it, delete it."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from pakn_plugin import text
from pakn_plugin.access import DESK_ROLES, Actor, visible_filters
from pakn_plugin.desk.filtering import LONGEST_QUERY, ONE_MINUTE, Look, look_of
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.models import Agency, SavedFilter
from pakn_plugin.queries.queues import label_of

MOST_SHOWN = 30
MOST_OWN = 50
Audience = SavedFilter.Audience


def chips(actor: Actor, query: str) -> list[dict[str, Any]]:
    """The first saved filters of a person, own ones in front, each as a link into the list.

    At most a minute old; one's own changes show at once, a change of roles too.
    """
    index = reverse("pakn_desk:index")
    found: Any = cache.get_or_set(chips_key(actor), lambda: _read_chips(actor), ONE_MINUTE)
    return [
        {"name": name, "url": f"{index}?{kept}", "current": kept == query, "own": owner == actor.user.pk}
        for name, kept, owner in found
    ]


def chips_key(actor: Actor) -> str:
    """Where a person's chips are kept, with the roles on which they depend."""
    roles = "".join(sorted(f"{role}{agency}" for role, agency in actor.roles))
    return f"pakn-desk-chips:{actor.user.pk}:{sha256(roles.encode()).hexdigest()[:16]}"


def _read_chips(actor: Actor) -> list[tuple[str, str, int]]:
    return list(own_first(actor).values_list("name", "query", "owner")[:MOST_SHOWN])


def own_first(actor: Actor) -> QuerySet[SavedFilter]:
    """The filters of a person, own ones in front."""
    foreign = ExpressionWrapper(~Q(owner=actor.user), output_field=BooleanField())
    return visible_filters(actor).order_by(foreign, "name", "pk")


class SavedFilterForm(forms.Form):
    """A name, and who may use it. Choices of sharing are the person's own agencies and the whole desk."""

    name = forms.CharField(label=gettext_lazy("Tên bộ lọc"), max_length=60)
    audience = forms.ChoiceField(label=gettext_lazy("Ai dùng được"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, actor: Actor, row: SavedFilter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.user = row, actor.user
        agencies = Agency.objects.filter(pk__in=actor.agencies(*DESK_ROLES))
        field: Any = self.fields["audience"]
        field.choices = [
            (Audience.PRIVATE.value, Audience.PRIVATE.label),
            *((f"{Audience.AGENCY.value}:{pk}", name) for pk, name in agencies.values_list("pk", "name")),
            (Audience.DESK.value, Audience.DESK.label),
        ]
        self.initial = {"name": row.name, "audience": f"agency:{row.agency_id}" if row.agency_id else row.audience}

    def clean_name(self) -> str:
        name = text.clean(self.cleaned_data["name"])
        same = SavedFilter.objects.filter(owner=self.user, name=name).exclude(pk=self.row.pk)
        if same.exists():
            raise ValidationError(_("Bạn đã có bộ lọc tên “%(name)s”. Hãy chọn tên khác.") % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        if self.row.pk is None and SavedFilter.objects.filter(owner=self.user).count() >= MOST_OWN:
            raise ValidationError(_("Bạn đã lưu %(most)d bộ lọc. Hãy xóa bớt trước khi lưu thêm.") % {"most": MOST_OWN})
        return super().clean() or {}

    def save(self) -> SavedFilter:
        """Write the row."""
        audience, _colon, agency = self.cleaned_data["audience"].partition(":")
        self.row.name, self.row.audience = self.cleaned_data["name"], audience
        self.row.agency_id = int(agency) if agency else None
        self.row.save()
        return self.row


class FilterMixin(DeskMixin):
    """What the pages of saved filters share."""

    header_icon = "tag"
    template_name = "pakn/desk/filter.html"
    breadcrumbs_items = [
        *DeskMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_desk:index"), "label": gettext_lazy("Phản ánh")},
        {"url": reverse_lazy("pakn_desk:filters"), "label": gettext_lazy("Bộ lọc đã lưu")},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def words(self, look: Look) -> list[tuple[str, str]]:
        """A filter as people read it."""
        return [(_("Danh sách"), label_of(look.queue, self.actor)), *look.form.in_words()]

    def look_at(self, query: str) -> Look:
        """What a saved address asks for, of this person."""
        return Look(QueryDict(query), self.actor, self.now)


class FiltersView(FilterMixin):
    """All filters of a person, with what each does."""

    page_title = gettext_lazy("Bộ lọc đã lưu")
    template_name = "pakn/desk/filters.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = own_first(self.actor).select_related("owner", "agency")[: MOST_OWN + MOST_SHOWN]
        shown = [
            {"row": row, "words": self.words(self.look_at(row.query)), "own": row.owner_id == self.actor.user.pk}
            for row in rows
        ]
        return self.render_to_response(self.get_context_data(shown=shown))


class FilterFormView(FilterMixin):
    """GET shows the form, POST saves it."""

    def row(self) -> SavedFilter:
        """The filter that is written."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(SavedFilterForm(actor=self.actor, row=self.row()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = SavedFilterForm(request.POST, actor=self.actor, row=self.row())
        if not form.is_valid():
            return self.show(form)
        saved = form.save()
        cache.delete(chips_key(self.actor))
        messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": saved.name})
        return redirect(f"{reverse('pakn_desk:index')}?{saved.query}")

    def show(self, form: SavedFilterForm) -> HttpResponseBase:
        """The page with the form."""
        words = self.words(self.look_at(form.row.query))
        return self.render_to_response(self.get_context_data(form=form, row=form.row, words=words))


class AddFilterView(FilterFormView):
    """Save the queue and the filters of the address, as far as the list's own form understands them."""

    page_title = gettext_lazy("Lưu bộ lọc này")

    def row(self) -> SavedFilter:
        query = look_of(self.request, self.actor, self.now).query()
        if len(query) > LONGEST_QUERY:
            raise Http404
        return SavedFilter(owner=self.actor.user, query=query, created_at=self.now)


class OwnFilterMixin(FilterMixin):
    """A filter of one's own; everybody else's is 404 for every verb."""

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = visible_filters(self.actor).filter(owner=self.actor.user)
        self.found: SavedFilter = get_object_or_404(own, pk=kwargs["saved"])
        return super().enter(request, *args, **kwargs)


class EditFilterView(OwnFilterMixin, FilterFormView):
    """Rename a filter, share it otherwise."""

    page_title = gettext_lazy("Sửa bộ lọc")

    def row(self) -> SavedFilter:
        return self.found


class DeleteFilterView(OwnFilterMixin):
    """Delete a filter, after a question."""

    page_title = gettext_lazy("Xóa bộ lọc")
    template_name = "pakn/desk/filter_delete.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(row=self.found))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.found.delete()
        cache.delete(chips_key(self.actor))
        messages.success(request, _("Đã xóa bộ lọc “%(name)s”.") % {"name": self.found.name})
        return redirect("pakn_desk:filters")
