"""What became of cases that were reopened: the public figure of the second chance."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from pakn_plugin.models import Case, Rating, Review
from pakn_plugin.queries.statistics import Figure, Period
from pakn_plugin.states import Score


def second_chance(period: Period) -> Figure:
    """Of the cases that were reopened in a period, those whose citizen was satisfied afterwards (one query).

    Reopened by the citizen or after a review; a verdict counts where it is the case's last one up to the cut-off and
    was given after that reopening. Complaints and denunciations are not counted.
    """
    reopened = Case.objects.filter(Q(Exists(_reviews(period, "pk"))) | period.within("reopened_at"), restricted=False)
    found = reopened.aggregate(all=Count("pk"), better=Count("pk", filter=Exists(_content(period))))
    return Figure(
        "second_chance",
        _("Hài lòng sau khi xử lý lại"),
        found["better"],
        found["all"],
        _(
            "Phản ánh được mở lại trong kỳ, do người gửi đề nghị hoặc sau rà soát, "
            "mà lần đánh giá sau đó là “Hài lòng”."
        ),
        _("số phản ánh được mở lại trong kỳ"),
        period.start,
        period.end,
        period.cut_off,
    )


def _content(period: Period) -> QuerySet[Rating]:
    """The last verdict of the outer case up to the cut-off, if it is the good one and follows a reopening."""
    given = Rating.objects.filter(rated_at__lte=period.cut_off)
    later = given.filter(case=OuterRef("case"), rated_at__gt=OuterRef("rated_at"))
    after_review = _reviews(period, "case").filter(decided_at__lt=OuterRef("rated_at"))
    after_wish = period.within("case__reopened_at") & Q(case__reopened_at__lt=F("rated_at"))
    last = given.filter(~Exists(later), case=OuterRef("pk"), score=Score.SATISFIED)
    return last.filter(Q(Exists(after_review)) | after_wish)


def _reviews(period: Period, case: str) -> QuerySet[Review]:
    """The reviews of a period that reopened the outer case; takes the outer query's path to it."""
    outcome = Review.Outcome.REOPENED
    return Review.objects.filter(period.within("decided_at"), rating__case=OuterRef(case), outcome=outcome)
