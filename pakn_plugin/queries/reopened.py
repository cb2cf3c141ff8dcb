"""What became of cases that were reopened: the public figure of the second chance."""

from django.db.models import Case as Branch
from django.db.models import CharField, Count, DateTimeField, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.utils.translation import gettext as _

from pakn_plugin.models import Case, Rating, Review
from pakn_plugin.queries.statistics import Figure, Period
from pakn_plugin.states import Score


def second_chance(period: Period) -> Figure:
    """Of the cases that were reopened in a period, those whose citizen was satisfied afterwards (one query).

    Reopened by the citizen or after a review; a verdict counts where it is the case's last one up to the cut-off and
    was given after that reopening. Complaints and denunciations are not counted.
    """
    given = Rating.objects.filter(case=OuterRef("pk"), rated_at__lte=period.cut_off).order_by("-rated_at")
    reviewed = Review.objects.filter(
        period.within("decided_at"), rating__case=OuterRef("pk"), outcome=Review.Outcome.REOPENED
    )
    by_citizen = period.within("reopened_at")
    later = Exists(reviewed.filter(decided_at__lt=OuterRef("last_rated")))
    better = Q(last_score=Score.SATISFIED) & (later | by_citizen & Q(last_rated__gt=F("reopened_at")))
    cases = (
        Case.objects.filter(Q(Exists(reviewed)) | by_citizen, restricted=False)
        .annotate(
            last_score=Subquery(given.values("score")[:1], output_field=CharField()),
            last_rated=Subquery(given.values("rated_at")[:1], output_field=DateTimeField()),
        )
        .annotate(better=Branch(When(better, then=1), default=0))
    )
    found = cases.aggregate(all=Count("pk"), better=Sum("better"))
    return Figure(
        "second_chance",
        _("Hài lòng sau khi xử lý lại"),
        found["better"] or 0,
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
