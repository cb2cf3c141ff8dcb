"""The public copy at the desk: approve it, change it, take it away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pakn_plugin import access
from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.desk import forms
from pakn_plugin.desk.acting import CITIZEN, ActionView
from pakn_plugin.models import Publication
from pakn_plugin.services import publication
from pakn_plugin.states import Action


class PublishView(ActionView):
    """A redacted copy beside the original, which stays as it is."""

    action = Action.PUBLISH
    template_name = "pakn/desk/publish.html"
    form_class = forms.PublishForm
    audience = CITIZEN
    button = _("Công khai cho mọi người")
    done = _("Đã công khai bản đã duyệt của phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        if not self.case.wants_publication:
            raise NotAllowed(_("Người gửi không đồng ý công khai phản ánh này."))
        chosen = form.cleaned_data
        photo_ids = [photo.pk for photo in chosen.get("photos", ())]
        paper_ids = [paper.pk for paper in chosen.get("documents", ())]
        told = (chosen["title"], chosen["text"], photo_ids, self.now, paper_ids)
        publication.publish(self.case.pk, self.actor, *told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(public=Publication.objects.filter(case=self.case).first(), **kwargs)


class UnpublishView(ActionView):
    """From then on the public address answers 404."""

    action = Action.PUBLISH
    page_title = _("Ngừng công khai")
    lead = _("Bản công khai không còn xem được. Phản ánh vẫn được xử lý bình thường.")
    button = _("Ngừng công khai")
    done = _("Đã ngừng công khai phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        access.check(self.actor, self.action, self.case)
        if not Publication.objects.filter(case=self.case, withdrawn_at=None).exists():
            raise StateChanged(_("Phản ánh này không còn được công khai."))
        publication.unpublish(self.case.pk, self.actor, self.now)
