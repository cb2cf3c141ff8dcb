"""The page behind a verdict's link in a mail: looking records nothing, one button does, and what was said can grow."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from pakn_plugin import access, conf, links
from pakn_plugin.models import Reply
from pakn_plugin.public import throttle
from pakn_plugin.public.own_forms import RatingForm, WhyForm
from pakn_plugin.public.responses import link_is_over, make_private
from pakn_plugin.queries import public
from pakn_plugin.services import rating
from pakn_plugin.states import Action, Score

OPEN, UPDATED, RATED, OVER = "open", "updated", "rated", "over"
Typed = dict[str, Any]


class RateView(View):
    """One verdict on one published reply. The link is bound to both; another verdict may be chosen on the page."""

    link: links.RatingLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the link first: one that is forged, too old or revoked opens nothing."""
        link = links.rating_of(kwargs["token"])
        if link is None:
            return link_is_over(request, "rating")
        self.link = link
        return make_private(super().dispatch(request, *args, **kwargs))  # type: ignore[arg-type]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the verdict with its button, or how things stand. Mail scanners come here too: nothing is written."""
        return self._page(request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Record the verdict, or what is added to it; a form with a fault comes back as it was typed."""
        more = request.POST.get("do") == "more"
        form: forms.Form = WhyForm(request.POST) if more else RatingForm(request.POST)
        status = self._try(form, more, request, timezone.now())
        if status == 302:
            return redirect(request.path)
        self.link = links.rating_of(token) or self.link
        return self._page(request, form, status)

    def _try(self, form: forms.Form, more: bool, request: HttpRequest, now: datetime) -> int:
        if not form.is_valid():
            return 422
        if not throttle.allow(request, "act", 4 * conf.get("FILINGS_PER_HOUR"), throttle.HOUR):
            form.add_error(
                None, _("Quá nhiều lượt gửi từ mạng này. Nội dung bạn nhập vẫn còn; hãy thử lại sau ít phút.")
            )
            return 429
        try:
            self._record(form.cleaned_data, more, now)
        except ValueError:
            form.add_error(None, _("Hãy chọn một lý do hoặc viết ý kiến."))
            return 422
        except (access.StateChanged, access.NotAllowed) as error:
            plain = more or isinstance(error, rating.Superseded)
            form.add_error(None, str(error) if plain else _("Lần gửi này không được ghi; xem lý do ở dưới."))
            return 409
        return 302

    def _record(self, data: Typed, more: bool, now: datetime) -> None:
        case, read, why = self.link.case, self.link.reply_id, data["reasons"]
        me = access.citizen_of(case)
        if more:
            rating.say_more(case.pk, me, read, data["comment"], now, why)
        else:
            rating.rate(case.pk, me, Score(data["score"]), data["comment"], now, why, read)

    def _page(self, request: HttpRequest, typed: forms.Form | None = None, status: int = 200) -> HttpResponse:
        case, replies = self.link.case, public.own_replies(self.link.case)
        read = next((reply for reply in replies if reply.pk == self.link.reply_id), None)
        latest = replies[-1] if replies else None
        kind = self._kind(read, latest)
        shown, form = latest if kind == UPDATED else read, self._form(kind, read, latest, typed)
        context = {
            "case": case,
            "kind": kind,
            "reply": shown,
            "rating": getattr(read, "rating", None),
            "newest_rating": getattr(latest, "rating", None),
            "form": form,
            "faulty": typed,
            "lost": "" if typed is None or typed is form or _has_room(kind, form) else typed.data.get("comment", ""),
            "action": self._address(kind, latest),
            "token": links.token_for(case),
        }
        return render(request, "pakn/public/rate.html", context, status=status)

    def _kind(self, read: Reply | None, latest: Reply | None) -> str:
        """How things stand with the reply of this link."""
        if read is None or latest is None:
            return OVER
        if read.pk != latest.pk:
            return UPDATED
        if hasattr(read, "rating"):
            return RATED
        return OPEN if self._may_rate() else OVER

    def _may_rate(self) -> bool:
        case = self.link.case
        return access.can(access.citizen_of(case), Action.RATE_CLOSE, case)

    def _form(self, kind: str, read: Reply | None, latest: Reply | None, typed: forms.Form | None) -> Any:
        """The form that this page offers, with what was typed; None where nothing is to be said."""
        if kind == OPEN:
            return typed or RatingForm(initial={"score": self.link.score.value})
        if kind == UPDATED:
            may = self._may_rate() and not hasattr(latest, "rating")
            return (typed if isinstance(typed, RatingForm) else RatingForm()) if may else None
        if kind == RATED and read is not None:
            return self._more(read, typed)
        return None

    def _more(self, read: Reply, typed: forms.Form | None) -> WhyForm | None:
        """What the verdict lacks and may still get; words that came too late for the verdict are offered here."""
        lacks = rating.lacking(read.rating, bool(read.rating.said), timezone.now())  # type: ignore[attr-defined]
        if not lacks:
            return None
        form = WhyForm(typed.data, initial={}) if typed else WhyForm()
        for name in {"reasons", "comment"} - lacks:
            del form.fields[name]
        return form

    def _address(self, kind: str, latest: Reply | None) -> str:
        """Where the form goes: a verdict on a newer reply is a matter of that reply's own link."""
        if kind == UPDATED and latest is not None:
            return links.rating_path(self.link.case, latest, self.link.score)
        return self.request.path


def _has_room(kind: str, form: Any) -> bool:
    """Whether words that came too late for a verdict stand in the form that adds to it."""
    return kind == RATED and form is not None and "comment" in form.fields
