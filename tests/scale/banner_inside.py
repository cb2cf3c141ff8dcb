"""What is measured of the banner inside a process: drawing one picture, and all placements drawn again by the job."""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.db.models import Case, Value, When
from django.utils import timezone

from pakn_plugin.models import Agency, BannerDesign, Placement, Rendering
from pakn_plugin.models.agency import AgencyKind
from pakn_plugin.services import banner_files, rendering
from pakn_plugin.services.banner_look import FORMS, NEUTRAL, SIZES


def placements(number: str) -> dict[str, Any]:
    """So many placements of fifty agencies, in all designs and languages; the key of one."""
    agencies = [
        Agency.objects.get_or_create(code=f"bench-{n}", defaults={"name": f"Sở {n}", "kind": AgencyKind.DEPARTMENT})[0]
        for n in range(50)
    ]
    looks = [(design, language) for design in BannerDesign.objects.order_by("pk") for language in ("vi", "en")]
    for n in range(int(number)):
        design, language = looks[n % len(looks)]
        Placement.objects.get_or_create(
            key=f"bench{n:03}",
            defaults={"agency": agencies[n % 50], "place": f"Nơi {n}", "design": design, "language": language},
        )
    return {"key": "bench000"}


def draw(rounds: str) -> dict[str, Any]:
    """Each picture of a look drawn by itself and written; milliseconds, and the seconds of a whole look."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for _each in range(int(rounds)):
            for size in SIZES:
                for form in FORMS:
                    began = time.perf_counter()
                    banner_files._write(Path(folder) / f"{size}.{form}", NEUTRAL.picture(size, form))
                    times.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    for size in SIZES:
        NEUTRAL.files(size)
    whole = time.perf_counter() - began
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return {"median": statistics.median(times), "p95": p95, "look": whole, "files": len(SIZES) * len(FORMS)}


def redraw(how: str) -> dict[str, Any]:
    """All placements through the job, batch by batch as the worker does it, its progress as the screen shows it."""
    if how == "changed":
        designs = list(BannerDesign.objects.order_by("pk").values_list("pk", flat=True))
        after = [When(design=old, then=Value(new)) for old, new in zip(designs, designs[1:] + designs[:1], strict=True)]
        Placement.objects.update(design=Case(*after))
    before = set(_names())
    run = rendering.ask(None, timezone.now())
    began, steps = time.perf_counter(), 0
    while rendering.run_queued(run.pk, timezone.now()):
        steps += 1
        row = Rendering.objects.get(pk=run.pk)
        print(f"  Đang vẽ lại {row.done}/{row.total}", file=sys.stderr, flush=True)
    row = Rendering.objects.get(pk=run.pk)
    found = {"seconds": time.perf_counter() - began, "steps": steps, "done": row.done, "total": row.total}
    return found | {"looks": len(set(_names()) - before), "error": row.error}


def _names() -> list[str]:
    folder = banner_files.root() / "looks"
    return [path.name for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []
