"""A case on paper: what this person sees on the screen, without menus and buttons."""

from typing import Any

from django.utils.translation import gettext_lazy

from pakn_plugin import access
from pakn_plugin.desk.case import CaseView


class PrintView(CaseView):
    """The case's screen in a paper layout. Who filed is printed only where it stands open on the screen."""

    template_name = "pakn/desk/print.html"
    page_title = gettext_lazy("Bản in")
    http_method_names = ["get", "head", "options"]

    def contact(self) -> str:
        level = access.may_see_reporter(self.actor, self.case)
        return level if level == "open" else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        printed = {"case_url": self.case_url, "printed_at": self.now, "printed_by": self.actor.user}
        return {**context, **printed, "may_uninvite": False}
