"""The plugin's tables."""

from pakn_plugin.models.agency import Agency, AgencyKind, Area, AreaSuccession, Membership, Topic
from pakn_plugin.models.anchor import Anchor
from pakn_plugin.models.attachment import (
    Document,
    HeldDocument,
    HeldPhoto,
    NoteDocument,
    NotePhoto,
    Photo,
)
from pakn_plugin.models.banner import CountFile, Placement, PlacementCount, PlacementSight
from pakn_plugin.models.banner_design import BannerDesign, DesignVersion
from pakn_plugin.models.calendar import CalendarChange
from pakn_plugin.models.case import Case, Reporter
from pakn_plugin.models.clock import Deadline, Holding, Pause, TimeRequest
from pakn_plugin.models.commitment import Commitment, PointsVersion
from pakn_plugin.models.conversation import Message, Note, Reply
from pakn_plugin.models.deputation import Deputation
from pakn_plugin.models.desk import ReplyTemplate, SavedFilter
from pakn_plugin.models.event import ActorKind, Event, Notification
from pakn_plugin.models.membership import Invitation, MembershipChange
from pakn_plugin.models.outreach import BannerLimits, BannerReminder, LogPlace, PageCheck
from pakn_plugin.models.publication import Publication
from pakn_plugin.models.quiet import QuietHours
from pakn_plugin.models.rating import Rating, Review
from pakn_plugin.models.register import (
    CalendarDay,
    CalendarYear,
    DeadlinePolicy,
    OfficeDay,
    RefusalReason,
    ReminderRule,
)
from pakn_plugin.models.rendering import Rendering
from pakn_plugin.models.reorganisation import Reallocation, Reorganisation, ReorganisationChange
from pakn_plugin.models.seen import CaseSeen
from pakn_plugin.models.transfer import Coordination, Transfer
from pakn_plugin.models.verdicts import CorrectiveAct, DissatisfactionReason, ReviewCause
from pakn_plugin.models.viewing import Viewing
from pakn_plugin.models.wording import ComparisonLimits, OfficePhrase

__all__ = [
    "ActorKind",
    "Agency",
    "AgencyKind",
    "Anchor",
    "Area",
    "AreaSuccession",
    "BannerDesign",
    "BannerLimits",
    "BannerReminder",
    "CalendarChange",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseSeen",
    "Commitment",
    "ComparisonLimits",
    "Coordination",
    "CorrectiveAct",
    "CountFile",
    "Deadline",
    "DeadlinePolicy",
    "Deputation",
    "DesignVersion",
    "DissatisfactionReason",
    "Document",
    "Event",
    "HeldDocument",
    "HeldPhoto",
    "Holding",
    "Invitation",
    "LogPlace",
    "Membership",
    "MembershipChange",
    "Message",
    "Note",
    "NoteDocument",
    "NotePhoto",
    "Notification",
    "OfficeDay",
    "OfficePhrase",
    "PageCheck",
    "Pause",
    "Photo",
    "Placement",
    "PlacementCount",
    "PlacementSight",
    "PointsVersion",
    "Publication",
    "QuietHours",
    "Rating",
    "Reallocation",
    "RefusalReason",
    "ReminderRule",
    "Rendering",
    "Reorganisation",
    "ReorganisationChange",
    "Reply",
    "ReplyTemplate",
    "Reporter",
    "Review",
    "ReviewCause",
    "SavedFilter",
    "TimeRequest",
    "Topic",
    "Transfer",
    "Viewing",
]
