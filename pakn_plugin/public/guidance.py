"""Where a complaint or denunciation goes instead: guidance and a form to print and fill in by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from pakn_plugin.public.responses import OwnCaseMixin, link_is_over

KINDS = ("to-cao", "khieu-nai")


class PetitionView(OwnCaseMixin, View):
    """The printable form, for the reporter of a case that was refused as a complaint or denunciation."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """One of the two forms; the first is the denunciation's."""
        reason = self.case.refusal_reason
        if reason is None or not reason.restricted:
            return link_is_over(request)
        wanted = request.GET.get("mau", "")
        context = {
            "case": self.case,
            "token": token,
            "guidance": reason.local_guidance,
            "kind": wanted if wanted in KINDS else KINDS[0],
            "year": timezone.localdate().year,
        }
        return render(request, "pakn/public/petition.html", context)
