"""The case desk as Wagtail sees it: one viewset with all its addresses and its menu item."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from pakn_plugin.access import actor_of
from pakn_plugin.desk import (
    actions,
    coordinating,
    correcting,
    dialogue,
    parting,
    pointing,
    promising,
    publishing,
    replying,
    restricting,
    reviewing,
    saved,
    timing,
)
from pakn_plugin.desk.acting import ActionView
from pakn_plugin.desk.answer_times import AnswerTimesView
from pakn_plugin.desk.approvals import ApprovalsView
from pakn_plugin.desk.bulk import BULK_VIEWS, BulkDoneView
from pakn_plugin.desk.case import CaseView, PhotoView
from pakn_plugin.desk.exporting import ExportView
from pakn_plugin.desk.filing import FiledView, FileForView
from pakn_plugin.desk.listing import IndexView, NextView
from pakn_plugin.desk.printing import PrintView

ACTION_VIEWS: tuple[type[ActionView], ...] = (
    actions.ReceiveView,
    actions.ClassifyView,
    actions.TransferView,
    actions.RequestInfoView,
    actions.RefuseView,
    parting.SplitView,
    parting.MergeView,
    restricting.RestrictView,
    restricting.LiftView,
    coordinating.InviteView,
    coordinating.ContributeView,
    coordinating.UninviteView,
    actions.AcceptView,
    actions.DeclineView,
    actions.SendBackView,
    actions.AssignView,
    *timing.TIMING_VIEWS,
    actions.MessageView,
    actions.NoteView,
    replying.ReplyView,
    replying.ApproveView,
    replying.ReturnView,
    correcting.CorrectView,
    correcting.ApproveCorrectionView,
    correcting.ReturnCorrectionView,
    reviewing.UpholdView,
    reviewing.ReopenReviewView,
    publishing.PublishView,
    *dialogue.DIALOGUE_VIEWS,
    pointing.MarkPointsView,
)


class DeskMenuItem(MenuItem):
    """Shown to those who have work at the desk."""

    def is_shown(self, request: HttpRequest) -> bool:
        return actor_of(request).works_at_desk


class CaseDesk(ViewSet):
    """`/admin/pakn/cases/…`: the list, a case, and an address for each action."""

    name = "pakn_desk"
    url_prefix = "pakn/cases"
    icon = "comment"
    menu_label = _("Phản ánh")
    menu_name = "pakn-cases"
    menu_order = 10
    menu_url = reverse_lazy("pakn_desk:index")
    menu_item_class = DeskMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses of the desk; the tests walk them."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("answer-times/", AnswerTimesView.as_view(), name="answer_times"),
            path("next/", NextView.as_view(), name="next"),
            path("approvals/", ApprovalsView.as_view(), name="approvals"),
            path("file/", FileForView.as_view(), name="file"),
            path("filed/<uuid:key>/", FiledView.as_view(), name="filed"),
            path("export/<slug:kind>/", ExportView.as_view(), name="export"),
            path("filters/", saved.FiltersView.as_view(), name="filters"),
            path("filters/add/", saved.AddFilterView.as_view(), name="filter_add"),
            path("filters/<int:saved>/", saved.EditFilterView.as_view(), name="filter_edit"),
            path("filters/<int:saved>/delete/", saved.DeleteFilterView.as_view(), name="filter_delete"),
            *(path(f"bulk/{view.action.value}/", view.as_view(), name=view.name) for view in BULK_VIEWS),
            path("bulk/done/<slug:key>/", BulkDoneView.as_view(), name="bulk_done"),
            path("promises/", promising.PromisesView.as_view(), name="promises"),
            path("<int:pk>/promises/<int:commitment>/", promising.KeepPromiseView.as_view(), name="keep_promise"),
            path("<int:pk>/", CaseView.as_view(), name="case"),
            path("<int:pk>/print/", PrintView.as_view(), name="print"),
            path("<int:pk>/photos/<int:photo>/<slug:size>/", PhotoView.as_view(), name="photo"),
            path("<int:pk>/documents/<int:document>/", dialogue.DocumentView.as_view(), name="document"),
            path("<int:pk>/notes/<slug:kind>/<int:file>/", dialogue.NoteFileView.as_view(), name="note_file"),
            path("<int:pk>/preview/", replying.PreviewView.as_view(), name="reply_preview"),
            path("<int:pk>/unpublish/", publishing.UnpublishView.as_view(), name="unpublish"),
            *(self.action_path(view) for view in ACTION_VIEWS),
        ]

    def action_path(self, view: type[ActionView]) -> URLPattern:
        """An action's address bears the action's name."""
        handler: Any = view.as_view()
        return path(f"<int:pk>/{view.action.value}/", handler, name=view.action.value)
