"""A prepared reply as people will read it, before it is saved: as mail and as page, with a case that is made up."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_modeladmin.views import CreateView, EditView

from pakn_plugin import codes, conf, text
from pakn_plugin.answers import Answer, Outcome, Point
from pakn_plugin.models import Agency, Area, Case, Reply, ReplyTemplate, Topic
from pakn_plugin.models.desk import day_filled_in, fill_in
from pakn_plugin.queries.album import give_album

DAYS = 14
TITLE = "Nắp cống bị vỡ trước cổng trường"
ASKED = "Bao giờ thay nắp cống bị vỡ?"


class PreviewMixin:
    """Beside “save” there is “preview”: the form comes back as it was typed, with the sample below it."""

    request: Any

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save, or show the sample of what was typed where that is faultless."""
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        form = self.get_form()  # type: ignore[attr-defined]
        found = sample(form.instance) if form.is_valid() else {}
        return self.render_to_response(self.get_context_data(form=form, **found))  # type: ignore[attr-defined, no-any-return]

    def get_template_names(self) -> list[str]:
        """Modeladmin's own page with one more button."""
        return ["pakn/desk/reply_template.html"]


class PreviewingCreate(PreviewMixin, CreateView):
    """A new prepared reply."""


class PreviewingEdit(PreviewMixin, EditView):
    """A prepared reply that is there."""


def sample(template: ReplyTemplate) -> dict[str, Any]:
    """The template filled in for a made-up case: the mail, and the reply for the page."""
    case, day = _case(template), timezone.localdate() + timedelta(days=DAYS)
    reply = _reply(template, case)
    reply.text = day_filled_in(fill_in(template.text, case, day), day)
    context = {"case": case, "reply": reply, "name": _("Nguyễn Văn An"), "link": conf.base_url() + "/phan-anh/…"}
    context["greets"] = text.greets(reply.text)
    subject, _line, body = render_to_string("pakn/mail/answered.txt", context).strip().partition("\n")
    give_album(reply, [], [])
    return {"sample": reply, "sample_subject": subject.strip(), "sample_mail": body.strip()}


def _case(template: ReplyTemplate) -> Case:
    """A case that is nowhere stored."""
    now = timezone.now()
    topic = template.topic or Topic.objects.filter(active=True).first() or Topic(name=_("Lĩnh vực"))
    agency = topic.agency or Agency.objects.filter(valid_to=None).first()
    area = Area.objects.filter(valid_to=None).first() or Area(name=_("Xã, phường"))
    code = codes.new_code(conf.get("CODE_PREFIX"))
    return Case(code=code, title=TITLE, topic=topic, area=area, agency=agency, filed_at=now - timedelta(days=3))


def _reply(template: ReplyTemplate, case: Case) -> Reply:
    """Its reply, with one point whose outcome is the template's."""
    outcome = template.kind or Outcome.PROMISED
    dated = outcome in (Outcome.DONE, Outcome.PROMISED)
    day = timezone.localdate() + timedelta(days=DAYS if outcome == Outcome.PROMISED else -1)
    answer = Answer(Point(1, ASKED), outcome, day if dated else None)
    return Reply(case=case, agency=case.agency, points=[answer.stored()])
