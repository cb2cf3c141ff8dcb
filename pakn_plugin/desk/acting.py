"""How every action of the desk runs: a form at an address of its own, one service call, a clear answer."""

from typing import Any, ClassVar

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.admin import messages

from pakn_plugin import access
from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.desk.forms import CaseForm
from pakn_plugin.desk.keeping import KeepsFiles
from pakn_plugin.desk.mixins import CaseMixin
from pakn_plugin.queries import desk
from pakn_plugin.states import Action

CITIZEN = "citizen"
INTERNAL = "internal"
REMEMBERED = 3600


class ActionView(CaseMixin):
    """GET shows the form, POST runs the service. What was typed is never lost.

    200: the form, or its errors; 302: done; 403: not for this person; 409: somebody was faster.
    """

    action: ClassVar[Action]
    form_class: type[CaseForm] = CaseForm
    template_name = "pakn/desk/action.html"
    audience: ClassVar[str] = ""
    lead: ClassVar[Any] = ""
    done: Any = ""
    button: ClassVar[Any] = ""

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A second click on what took the case out of this person's sight is told so, and no more."""
        try:
            return super().enter(request, *args, **kwargs)
        except Http404:
            if request.method != "POST" or not cache.get(self.click()):
                raise
        messages.warning(request, _("Việc này đã được ghi nhận rồi; không làm lại lần nữa."))
        return redirect("pakn_desk:index")

    def click(self) -> str:
        """Where it is remembered that this person has sent this very form."""
        return f"pakn-desk:{self.request.user.pk}:{self.kwargs['pk']}:{self.request.POST.get('key', '')[:32]}"

    def perform(self, form: CaseForm) -> None:
        """Call the service; each is a transaction of its own. Several calls need one around them."""
        raise NotImplementedError

    def get_page_title(self) -> str:
        return str(self.page_title or self.action.label)

    def get_form(self, data: Any = None, files: Any = None) -> CaseForm:
        """The action's form, bound where data is given."""
        return self.form_class(data, files, case=self.case, actor=self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            access.check(self.actor, self.action, self.case)
        except StateChanged:
            messages.warning(request, self.not_now())
            return redirect(self.case_url)
        except NotAllowed as error:
            return self.render_to_response(self.get_context_data(form=None, problem=str(error)), status=403)
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def not_now(self) -> str:
        """Why the form is not shown to somebody who could have used it before."""
        return _("Không còn làm được việc “%(action)s”: phản ánh %(code)s đang ở trạng thái “%(state)s”.") % {
            "action": self.action.label,
            "code": self.case.code,
            "state": self.case.get_state_display(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = self.click()
        if request.POST.get("key") and not cache.add(key, True, REMEMBERED):
            messages.warning(request, _("Việc này đã được ghi nhận rồi; không làm lại lần nữa."))
            return redirect(self.after())
        response = self.attempt(request)
        if response.status_code != 302:
            cache.delete(key)
        return response

    def attempt(self, request: HttpRequest) -> HttpResponseBase:
        """Check the form, run the service, answer."""
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.refuse_politely(form, self.rights_status())
        try:
            self.perform(form)
        except StateChanged as error:
            form.add_error(None, str(error))
            return self.refuse_politely(form, 409)
        except NotAllowed as error:
            form.add_error(None, str(error))
            return self.refuse_politely(form, 403)
        return self.finish(form)

    def rights_status(self) -> int:
        """The status of a faulty form: 403 and 409 come before the form's own errors."""
        try:
            access.check(self.actor, self.action, self.case)
        except StateChanged:
            return 409
        except NotAllowed:
            return 403
        return 200

    def refuse_politely(self, form: CaseForm, status: int) -> HttpResponse:
        """The form again, with what was typed, the files that were fine, and why it did not work."""
        if isinstance(form, KeepsFiles):
            form.keep(self.now)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def finish(self, form: CaseForm) -> HttpResponseBase:
        """Say that it is done, and offer the next case."""
        following = reverse("pakn_desk:next") + f"?but={self.case.pk}"
        messages.success(
            self.request,
            str(self.done) % {"code": self.case.code},
            buttons=[messages.button(following, _("Phản ánh tiếp theo"))],
        )
        return redirect(self.after())

    def after(self) -> str:
        """Where to go then: the case, or the list where the case has left this desk."""
        still_here = desk.opened(self.actor, self.case.pk, whole=False)
        return self.case_url if still_here else reverse("pakn_desk:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            audience=self.audience,
            lead=self.lead,
            button=self.button or self.action.label,
            key=get_random_string(20),
            case_url=self.case_url,
            is_multipart=bool(kwargs.get("form") and kwargs["form"].is_multipart()),
            **kwargs,
        )
