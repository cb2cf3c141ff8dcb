"""The plugin's tables."""

from pakn_plugin.models.agency import Agency, AgencyKind, Area, AreaSuccession, Membership, Topic
from pakn_plugin.models.attachment import HeldPhoto, Photo
from pakn_plugin.models.banner import Placement, PlacementCount
from pakn_plugin.models.case import Case, Reporter
from pakn_plugin.models.clock import Pause
from pakn_plugin.models.conversation import Message, Note, Reply
from pakn_plugin.models.event import ActorKind, Event, Notification
from pakn_plugin.models.publication import Publication
from pakn_plugin.models.rating import Rating, Review
from pakn_plugin.models.register import CalendarDay, DeadlinePolicy, RefusalReason
from pakn_plugin.models.transfer import Transfer

__all__ = [
    "ActorKind",
    "Agency",
    "AgencyKind",
    "Area",
    "AreaSuccession",
    "CalendarDay",
    "Case",
    "DeadlinePolicy",
    "Event",
    "HeldPhoto",
    "Membership",
    "Message",
    "Note",
    "Notification",
    "Pause",
    "Photo",
    "Placement",
    "PlacementCount",
    "Publication",
    "Rating",
    "RefusalReason",
    "Reply",
    "Reporter",
    "Review",
    "Topic",
    "Transfer",
]
