"""What makes the demo's desk lively: prepared replies and filters that somebody has shared."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth import get_user_model

from pakn_plugin.demo.reading import toml
from pakn_plugin.models import ReplyTemplate, SavedFilter, Topic
from pakn_plugin.queries.queues import Queue
from pakn_plugin.states import Level


def load(now: datetime) -> None:
    """Templates need their fields, filters the person who saved them."""
    for row in toml("replies")["reply"]:
        topic = Topic.objects.get(code=row["topic"]) if "topic" in row else None
        ReplyTemplate.objects.get_or_create(
            name=row["name"], defaults={"text": row["text"], "topic": topic, "kind": row.get("kind", "")}
        )
    supervisor = get_user_model().objects.get(username="supervisor")
    for name, query in _filters():
        SavedFilter.objects.get_or_create(
            owner=supervisor,
            name=name,
            defaults={"query": urlencode(query), "audience": SavedFilter.Audience.DESK, "created_at": now},
        )


def _filters() -> list[tuple[str, dict[str, str | int]]]:
    city = Topic.objects.get(code="ha-tang-do-thi")
    return [
        ("Phản ánh khẩn đang mở", {"queue": Queue.PROCESSING.value, "level": Level.URGENT.value}),
        ("Quá hạn: hạ tầng đô thị", {"queue": Queue.LATE.value, "topic": city.pk}),
    ]
