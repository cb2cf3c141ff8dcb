"""Look-up by code and contact: one answer for every wrong pair, so that it tells nothing about others' cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from pakn_plugin import conf, links
from pakn_plugin.public import throttle
from pakn_plugin.public.forms import LookupForm
from pakn_plugin.queries import public


@method_decorator(never_cache, name="dispatch")
class LookupView(View):
    """Code and phone or e-mail lead to one's own case."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form; a code in the address is filled in."""
        return self._page(request, LookupForm(initial={"code": request.GET.get("ma", "")[:60]}), 200)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Lead to the case, or say the same for all that was wrong."""
        form = LookupForm(request.POST)
        if not throttle.allow(request, "lookup", conf.get("LOOKUPS_PER_TEN_MINUTES"), throttle.TEN_MINUTES):
            form.is_valid()
            form.add_error(None, _("Bạn đã tra cứu quá nhiều lần. Hãy thử lại sau mười phút."))
            return self._page(request, form, 429)
        if not form.is_valid():
            return self._page(request, form, 422)
        case = public.case_by_contact(*form.wanted())
        if case is None:
            form.add_error(None, _("Không tìm thấy phản ánh nào khớp với mã và liên hệ này. Hãy kiểm tra lại cả hai."))
            return self._page(request, form, 422)
        return redirect("pakn:follow", token=links.token_for(case))

    def _page(self, request: HttpRequest, form: LookupForm, status: int) -> HttpResponse:
        return render(request, "pakn/public/lookup.html", {"form": form}, status=status)
