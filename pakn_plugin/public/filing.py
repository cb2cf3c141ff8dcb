"""Filing: the form, the notice it points to, and the page that says it worked."""

from io import BytesIO
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View

from pakn_plugin import conf, links
from pakn_plugin.models import Placement
from pakn_plugin.public import throttle
from pakn_plugin.public.forms import FilingForm, new_filing
from pakn_plugin.public.responses import OwnCaseMixin, link_is_over, make_private
from pakn_plugin.services import intake

TOO_MANY = gettext_noop(
    "Quá nhiều phản ánh được gửi từ mạng này trong một giờ. "
    "Nội dung bạn nhập vẫn còn ở đây; hãy thử gửi lại sau ít phút."
)


@method_decorator(never_cache, name="dispatch")
class FileView(View):
    """One page, four groups; what was typed and picked survives every error."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, with what the account knows."""
        initial = new_filing(request.user, request.GET.get("b", ""))
        return self._page(request, FilingForm(initial=initial, today=timezone.localdate()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """File the case, or give the form back."""
        now = timezone.now()
        form = FilingForm(request.POST, request.FILES, today=timezone.localdate(now))
        if form.is_valid() and not throttle.allow(request, "file", conf.get("FILINGS_PER_HOUR"), throttle.HOUR):
            form.add_error(None, _(TOO_MANY))
            form.hold(request, now)
            return self._page(request, form, 429)
        if not form.is_valid():
            form.hold(request, now)
            return self._page(request, form, 422)
        case = intake.file_case(_filing(request, form), now)
        return redirect("pakn:sent", token=links.token_for(case))

    def _page(self, request: HttpRequest, form: FilingForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "text_limit": conf.get("TEXT_LIMIT"), "photo_limit": conf.get("PHOTO_LIMIT")}
        return render(request, "pakn/public/file.html", context, status=status)


def _filing(request: HttpRequest, form: FilingForm) -> intake.Filing:
    data: dict[str, Any] = form.cleaned_data
    return intake.Filing(
        key=data["key"],
        text=data["text"],
        topic=data["topic"],
        area=data["area"],
        name=data["name"],
        address=data["address"],
        phone=data["phone"],
        email=data["email"],
        wants_publication=data["publication"],
        language=(get_language() or "vi")[:2],
        pictures=form.pictures(),
        placement=Placement.objects.filter(key=data["b"]).first() if data["b"] else None,
        user=request.user if request.user.is_authenticated else None,
    )


class NoticeView(TemplateView):
    """What happens with personal data, in the version that people agree to."""

    template_name = "pakn/public/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version that is in force."""
        return super().get_context_data(version=conf.get("NOTICE_VERSION"), **kwargs)


class SentView(OwnCaseMixin, TemplateView):
    """The code, the date of the answer, and what happens next."""

    template_name = "pakn/public/sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case, and the address of its page in full."""
        return super().get_context_data(case=self.case, address=_address(self.request, kwargs["token"]), **kwargs)


@require_safe
def qr(request: HttpRequest, token: str) -> HttpResponse:
    """The address of one's own case as a QR code."""
    if links.case_of(token) is None:
        return link_is_over(request)
    image = BytesIO()
    segno.make(_address(request, token), error="m").save(image, kind="svg", scale=4, dark="#07324d", light="#ffffff")
    return make_private(HttpResponse(image.getvalue(), content_type="image/svg+xml"))


def _address(request: HttpRequest, token: str) -> str:
    path = reverse("pakn:follow", args=[token])
    return conf.base_url() + path if conf.base_url() else request.build_absolute_uri(path)
