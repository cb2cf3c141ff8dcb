"""A plan that is put together by choosing units, step by step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from pakn_plugin.desk.reorganising_base import ReorganiseMixin, download
from pakn_plugin.desk.reorganising_forms import HeadForm, StepForm
from pakn_plugin.queries.fates import registers
from pakn_plugin.reorganising.plan import Of, Plan
from pakn_plugin.reorganising.steps import in_words
from pakn_plugin.reorganising.writing import write


class ComposeView(ReorganiseMixin):
    """A plan step by step. The steps so far travel with the form: nothing is kept before the dry run."""

    template_name = "pakn/desk/reorganisation_compose.html"
    page_title = gettext_lazy("Lập kế hoạch")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        day = timezone.localdate(self.now)
        return self.show(HeadForm(initial={"effective": day}), StepForm(day=day), None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        head = HeadForm(request.POST, request.FILES)
        if not head.is_valid():
            return self.show(head, StepForm(day=timezone.localdate(self.now)), None)
        plan = head.plan()
        if "add" in request.POST:
            return self.add(head, plan)
        if "drop" in request.POST and plan.steps:
            return self.show(head, StepForm(day=plan.effective, drafted=plan), without_last(plan))
        if "download" in request.POST and plan.steps:
            return download(write(plan), "ke-hoach")
        done = self.propose(head, write(plan))
        return done or self.show(head, StepForm(day=plan.effective, drafted=plan), plan)

    def add(self, head: HeadForm, plan: Plan) -> HttpResponse:
        """One more step, if it is whole."""
        form = StepForm(self.request.POST, day=plan.effective, drafted=plan)
        if not form.is_valid():
            return self.show(head, form, plan)
        plan = form.add_to(plan)
        return self.show(head, StepForm(day=plan.effective, drafted=plan), plan)

    def show(self, head: HeadForm, step: StepForm, plan: Plan | None) -> HttpResponse:
        """The page with the steps so far."""
        steps = in_words(plan, registers()) if plan and plan.steps else []
        draft = write(plan) if plan and plan.steps else ""
        return self.render_to_response(self.get_context_data(form=head, step=step, steps=steps, draft=draft))


def without_last(plan: Plan) -> Plan:
    """The plan without its last step and the units that only this step needed."""
    steps = plan.steps[:-1]
    kept = {(each.of, code) for each in steps for code in each.new}
    last = {(plan.steps[-1].of, code) for code in plan.steps[-1].new} - kept
    return Plan(
        plan.title,
        plan.document,
        plan.effective,
        tuple(each for each in plan.agencies if (Of.AGENCY, each.code) not in last),
        tuple(each for each in plan.communes if (Of.COMMUNE, each.code) not in last),
        steps,
    )
