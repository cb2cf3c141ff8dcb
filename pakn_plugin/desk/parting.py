"""Where one case becomes two, or two become one: the operator's split and merge."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from pakn_plugin.desk import path_forms
from pakn_plugin.desk.acting import ActionView
from pakn_plugin.models import Case
from pakn_plugin.queries.kin import likely_mains
from pakn_plugin.services import handling, splitting
from pakn_plugin.states import Action


class SplitView(ActionView):
    """The citizen's text beside the form, in which the rest of it is crossed out."""

    action = Action.SPLIT
    template_name = "pakn/desk/split.html"
    form_class = path_forms.SplitForm
    lead = gettext_lazy(
        "Việc được tách thành phản ánh mới, liên kết với phản ánh này và giữ nguyên thời điểm gửi. "
        "Nội dung gốc không thay đổi. Người gửi nhận mã và liên kết của phản ánh mới."
    )
    button = gettext_lazy("Tách thành phản ánh mới")
    part: Case

    def perform(self, form: Any) -> None:
        self.part = splitting.split(self.case.pk, self.actor, form.part(), self.now)

    def finish(self, form: Any) -> HttpResponseBase:
        said = _("Đã tách phản ánh %(part)s từ phản ánh %(code)s. Người gửi đã được báo.")
        back = messages.button(self.case_url, self.case.code)
        messages.success(self.request, said % {"part": self.part.code, "code": self.case.code}, buttons=[back])
        return redirect("pakn_desk:case", pk=self.part.pk)


class MergeView(ActionView):
    """First the main case is chosen, then both texts stand side by side: a merge cannot be taken back."""

    action = Action.MERGE
    template_name = "pakn/desk/merge.html"
    form_class = path_forms.MergeForm
    lead = gettext_lazy("Phản ánh này kết thúc và đi theo phản ánh chính. Người gửi được báo và nhận cả câu trả lời.")
    button = gettext_lazy("Gộp vào phản ánh chính")
    done = gettext_lazy("Đã gộp phản ánh %(code)s.")

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        if data is None and self.request.GET.get("main"):
            data = self.request.GET
        return super().get_form(data, files)

    def attempt(self, request: HttpRequest) -> HttpResponseBase:
        form: Any = self.get_form(request.POST)
        seen = form.is_valid() and request.POST.get("seen") == str(form.cleaned_data["main"].pk)
        if form.is_valid() and not seen and self.rights_status() == 200:
            return self.render_to_response(self.get_context_data(form=form))
        return super().attempt(request)

    def perform(self, form: Any) -> None:
        handling.merge(self.case.pk, self.actor, form.cleaned_data["main"], self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        chosen = form.cleaned_data["main"] if form and form.is_bound and form.is_valid() else None
        likely = likely_mains(self.actor, self.case) if form and not chosen else []
        address = reverse("pakn_desk:merge", args=[self.case.pk])
        own = self.case.duplicates.count() if chosen else 0
        return super().get_context_data(main=chosen, likely=likely, merge_url=address, own_duplicates=own, **kwargs)
