"""Views of a register whose rows deadlines depend on: after each change all of them are worked out anew."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from pakn_plugin.services import calendar_changes


def follow(request: HttpRequest) -> HttpResponse:
    """Queue the work and lead to the page with its progress, or to the list for those without the calendar."""
    change = calendar_changes.queue_recompute(request.user, timezone.now())
    messages.info(request, _("Hạn của các phản ánh đang mở được tính lại theo giờ làm việc mới."))
    if request.user.has_perm("pakn.change_calendarday"):
        return redirect("pakn_calendar:change", change.pk)
    return redirect("wagtailadmin_home")


class RecomputingCreate(CreateView):
    """A new row."""

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        return follow(self.request)


class RecomputingEdit(EditView):
    """A changed row."""

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        return follow(self.request)


class RecomputingDelete(DeleteView):
    """A row that goes."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        return follow(request) if response.status_code == 302 else response
