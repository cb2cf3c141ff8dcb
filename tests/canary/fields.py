"""Every field of the module that holds words, files or places, and who may read what stands in it.

A field that is not named here fails `test_fields`: nobody adds one without an answer. Fields with choices hold words
of the machine and need none.
"""

from collections.abc import Iterator
from enum import Enum, auto

from django.apps import apps
from django.db import models

KINDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField, models.FloatField)


class Reader(Enum):
    """Who may read a field."""

    INSIDE = auto()  # the agencies alone
    UNTIL_APPROVED = auto()  # the agencies, until a leader publishes the reply; the citizens then
    OWN = auto()  # the reporter and the agencies
    OWN_OR_INSIDE = auto()  # whoever wrote it: the reporter what is theirs, an agency what is its own
    OPEN = auto()  # everybody; nothing internal may ever be written into it
    MACHINE = auto()  # keys, digests, paths, counts: never anybody's words


R = Reader
FIELDS: dict[str, dict[Reader, str]] = {
    "Agency": {R.OPEN: "code name", R.INSIDE: "email"},
    "Anchor": {R.MACHINE: "digest previous"},
    "Area": {R.OPEN: "code kind name district province lat lon"},
    "BannerDesign": {R.OPEN: "code name name_en draft"},
    "CalendarChange": {R.OPEN: "days", R.INSIDE: "error first_moved", R.MACHINE: "basis"},
    "CalendarDay": {R.OPEN: "name document"},
    "CalendarYear": {R.OPEN: "document"},
    "Case": {
        R.OWN: "code title text folded address lat lon refusal_text",
        R.UNTIL_APPROVED: "points",
        R.MACHINE: "link_key notice_version resume_state chain",
    },
    "Commitment": {R.OPEN: "text words report delays"},
    "ComparisonLimits": {R.INSIDE: "note"},
    "Coordination": {R.INSIDE: "question answer"},
    "CorrectiveAct": {R.INSIDE: "code label label_en"},
    "CountFile": {R.MACHINE: "name"},
    "Deadline": {R.OPEN: "document"},
    "DeadlinePolicy": {R.OPEN: "document"},
    "DissatisfactionReason": {R.OPEN: "code label label_en"},
    "DesignVersion": {R.OPEN: "layout"},
    "Document": {R.OWN_OR_INSIDE: "name", R.MACHINE: "file"},
    "Event": {R.MACHINE: "data hash"},
    "HeldDocument": {R.OWN_OR_INSIDE: "name", R.MACHINE: "file key"},
    "HeldPhoto": {R.MACHINE: "file thumbnail key"},
    "LogPlace": {R.MACHINE: "path"},
    "Message": {R.OWN: "text"},
    "Note": {R.INSIDE: "text"},
    "NoteDocument": {R.INSIDE: "name", R.MACHINE: "file"},
    "NotePhoto": {R.MACHINE: "file thumbnail"},
    "Notification": {R.MACHINE: "template"},
    "OfficeDay": {R.OPEN: "document"},
    "OfficePhrase": {R.INSIDE: "text folded note"},
    "Photo": {R.MACHINE: "file thumbnail"},
    "Placement": {R.INSIDE: "place page", R.OPEN: "frame_origins", R.MACHINE: "key check_result site"},
    "PlacementSight": {R.INSIDE: "origin site"},
    "PointsVersion": {R.INSIDE: "points"},
    "Publication": {R.OPEN: "title text folded", R.MACHINE: "public_id"},
    "Rating": {R.OWN: "comment"},
    "Reallocation": {R.MACHINE: "choices"},
    "RefusalReason": {R.OPEN: "code label label_en guidance guidance_en"},
    "Rendering": {R.INSIDE: "error"},
    "Reorganisation": {R.INSIDE: "title document plan boundaries error", R.MACHINE: "digest counts"},
    "ReorganisationChange": {R.INSIDE: "old new", R.MACHINE: "what how"},
    "Reply": {R.UNTIL_APPROVED: "correction_reason text points words", R.OPEN: "promises", R.MACHINE: "before"},
    "ReplyTemplate": {R.INSIDE: "name text"},
    "Reporter": {R.OWN: "name phone email address", R.MACHINE: "language"},
    "Review": {R.OWN: "reason", R.INSIDE: "act_text remark"},
    "ReviewCause": {R.INSIDE: "code label label_en"},
    "SavedFilter": {R.INSIDE: "name query"},
    "TimeRequest": {R.OWN_OR_INSIDE: "reason", R.INSIDE: "remark"},
    "Topic": {R.OPEN: "code name name_en examples"},
    "Transfer": {R.INSIDE: "reason legal_basis decline_reason"},
}


def answers() -> dict[str, Reader]:
    """Each field as `Model.field` with its reader."""
    return {
        f"{model}.{name}": reader
        for model, row in FIELDS.items()
        for reader, names in row.items()
        for name in names.split()
    }


def fields() -> Iterator[tuple[str, type[models.Model], str]]:
    """Every field of the module in which somebody's words, files or place could stand."""
    for model in apps.get_app_config("pakn").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, KINDS) and not field.choices:
                yield f"{model.__name__}.{field.name}", model, field.name
