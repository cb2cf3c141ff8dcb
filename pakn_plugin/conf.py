"""Settings of the plugin: each has a default here and may be set by the host as `PAKN_…`."""

from pathlib import Path
from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Prefix of tracking codes.
    "CODE_PREFIX": "PA",
    # Where photos that are not public are kept; never below MEDIA_ROOT.
    "PRIVATE_MEDIA_ROOT": "var/private",
    # Which accounts count as citizens' accounts in the public figures: filter arguments of the user model.
    "CITIZEN_ACCOUNTS": {"is_active": True, "is_staff": False},
    # Longest text of a case, a message or a reply, in characters.
    "TEXT_LIMIT": 8000,
    # Most photos in one filing, message or reply.
    "PHOTO_LIMIT": 5,
    # Version of the privacy notice that people agree to when they file.
    "NOTICE_VERSION": "2026-01",
    # How long a signed link to one's own case stays valid, in days.
    "LINK_DAYS": 180,
    # Look-ups by code and contact allowed in ten minutes from one address.
    "LOOKUPS_PER_TEN_MINUTES": 20,
    # Filings allowed in an hour from one address.
    "FILINGS_PER_HOUR": 30,
    # How long ago the original may have come in, in days, when staff enter it on a citizen's behalf.
    "FILED_FOR_DAYS": 60,
    # Limits where no deadline policy of the database applies: stage → level → (amount, unit).
    "DEADLINES": {
        "receive": {"normal": (8, "working_hours")},
        "classify": {"normal": (1, "working_days")},
        "accept": {"normal": (1, "working_days")},
        "process": {"normal": (7, "working_days"), "complex": (15, "working_days"), "urgent": (1, "working_days")},
        "supplement": {"normal": (5, "working_days")},
        "rating": {"normal": (10, "working_days")},
        "reopening": {"normal": (15, "working_days")},
        "review": {"normal": (5, "working_days")},
        "message": {"normal": (2, "working_days")},
        "extension": {"normal": (7, "working_days")},
        "verification": {"normal": (5, "working_days")},
    },
    # What silence after a proposal means where no policy of the database says it: "escalate" gives the case back to
    # the operator, "accept" lets the work begin.
    "SILENCE": "escalate",
    # Reminders where the register has no rule in use: when, amount, unit, who is reminded.
    "REMINDERS": (
        ("before", 1, "working_days", "holder"),
        ("at", 0, "working_days", "holder"),
        ("after", 1, "working_days", "up"),
        ("after", 3, "working_days", "top"),
    ),
    # When a citizen who has not rated an answer is reminded, in per cent of the window, where the register has no rule
    # for the stage of rating; 0 for never.
    "RATING_REMINDER": 50,
    # When the months of reports begin: day of the month before (0: the first of the month itself) and "HH:MM".
    "MONTH_BEGINS": (0, "00:00"),
    # When the daily mail with the gathered reminders goes out on working days: "HH:MM".
    "DIGEST_AT": "07:30",
    # When mails that can wait are not sent to citizens, where the register has no row in use: from, to, and whether
    # staff get what is written outside office hours in the morning's digest; None: mails go out at any hour.
    "QUIET_HOURS": ("21:00", "06:30", True),
    # Most documents in one message, reply or note.
    "DOCUMENT_LIMIT": 3,
    # Office hours where the register has none: pairs of "HH:MM".
    "OFFICE_HOURS": (("07:30", "11:30"), ("13:30", "17:30")),
    # Refused transfers after which the operator's leader decides.
    "DECLINES": 2,
    # Where rendered banners are kept; shared by all web servers.
    "BANNER_ROOT": "var/banners",
    # Words on the banner, by language: heading, line below it, call on the button, place on the smallest size.
    "BANNER_TEXTS": {
        "vi": {
            "heading": "Phản ánh, kiến nghị",
            "line": "Gửi ý kiến đến chính quyền địa phương",
            "call": "Gửi phản ánh",
            "place": "",
        },
        "en": {
            "heading": "Tell us what needs fixing",
            "line": "Send feedback to your local government",
            "call": "Send feedback",
            "place": "",
        },
    },
    # After how many days without a sign a banner counts as silent, where the register has no row in use.
    "BANNER_SILENT_DAYS": 7,
    # File to which each day's anchor is appended: best on a disk that the database's administrators cannot write.
    "ANCHOR_FILE": "var/anchors.jsonl",
    # Who is mailed each day's anchor: addresses.
    "ANCHOR_MAILS": [],
    # Site address used in mails and banners.
    "BASE_URL": "",
    # Who draws photographs for demo cases: path of a callable (kind, seed, after) → PIL image; None: plain gradients.
    "DEMO_PHOTOS": None,
}


def get(name: str) -> Any:
    """The value of the setting `PAKN_<name>`, read when it is asked for. Raises KeyError for an unknown name."""
    return getattr(settings, f"PAKN_{name}", DEFAULTS[name])


def private_root() -> Path:
    """The folder of private files."""
    return Path(get("PRIVATE_MEDIA_ROOT"))


def base_url() -> str:
    """The site's address without a slash at the end: PAKN_BASE_URL, else Wagtail's."""
    return str(get("BASE_URL") or getattr(settings, "WAGTAILADMIN_BASE_URL", "")).rstrip("/")
