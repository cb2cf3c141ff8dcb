"""The register of phrases: a change of one is shown with what it does before it is made."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from wagtail_modeladmin.views import CreateView, EditView

from pakn_plugin import access
from pakn_plugin.desk.wording import effect
from pakn_plugin.models import OfficePhrase
from pakn_plugin.queries import wording


class ShownFirst:
    """A faultless form is answered by what it would do; only the second, confirmed one is stored."""

    request: Any

    def form_valid(self, form: Any) -> HttpResponseBase:
        if "confirmed" in self.request.POST:
            response: HttpResponseBase = super().form_valid(form)  # type: ignore[misc]
            wording.forget()
            return response
        row: OfficePhrase = form.instance
        context = {
            "row": row,
            "effect": effect(access.actor_of(self.request), wording.with_row(row)),
            "sent": [(name, each) for name, values in self.request.POST.lists() for each in values],
            "header_title": str(OfficePhrase._meta.verbose_name),
        }
        return render(self.request, "pakn/desk/wording_confirm.html", context)


class PhraseCreate(ShownFirst, CreateView):
    """A new phrase."""


class PhraseEdit(ShownFirst, EditView):
    """A phrase that is worded, weighed or used otherwise."""
