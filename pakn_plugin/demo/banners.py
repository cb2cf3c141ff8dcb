"""Places where agencies have put the banner, with a month of clicks."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from pakn_plugin.demo.people import user
from pakn_plugin.models import Agency, BannerDesign, Placement, PlacementCount
from pakn_plugin.services import rendering

DAYS = 30
PLACEMENTS = [
    ("dmxd2026", "so-xay-dung", "Đầu trang thông tin điện tử của Sở", "bien-xanh", "vi", "agency-admin-xaydung", 9),
    ("dmmt2026", "so-nong-nghiep-moi-truong", "Cột phải trang thông tin điện tử của Sở", "nen-sang", "vi",
     "webmaster-moitruong", 6),
    ("dmnt2026", "ubnd-22366", "Trang mạng xã hội của phường", "hoang-hon", "vi", None, 14),
    ("dmtt2026", "thanh-tra-tinh", "Chân trang thông tin điện tử của Thanh tra", "thap-ba", "vi", None, 3),
]  # fmt: skip


def load(now: datetime) -> None:
    """Counts are written with the placement only: later clicks are real ones. The worker draws what is new."""
    before = Placement.objects.count()
    for key, agency, place, design, language, creator, mean in PLACEMENTS:
        placement, created = Placement.objects.get_or_create(
            key=key,
            defaults={
                "agency": Agency.objects.get(code=agency),
                "place": place,
                "page": "https://www.example.vn/",
                "design": BannerDesign.objects.get(code=design),
                "with_figures": design == "bien-xanh",
                "language": language,
                "created_by": user(creator) if creator else None,
            },
        )
        if created:
            _count_clicks(placement, now, mean)
    if Placement.objects.count() > before:
        rendering.ask(None, now)


def _count_clicks(placement: Placement, now: datetime, mean: int) -> None:
    chance, today = Random(placement.key), timezone.localdate(now)
    PlacementCount.objects.bulk_create(
        PlacementCount(
            placement=placement,
            day=today - timedelta(days=days),
            kind=PlacementCount.Kind.CLICKED,
            number=max(0, round(chance.gauss(mean, mean / 3))),
        )
        for days in range(1, DAYS + 1)
    )
