"""Who is reminded of a case: those who hold it, the level above them, or those who watch over all."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from pakn_plugin.models import Case, Membership
from pakn_plugin.models.agency import in_force
from pakn_plugin.models.deputation import standing_in
from pakn_plugin.states import WITH_OPERATOR, Audience, Role, State

MOST = 50


def people(case: Case, audience: str) -> list[int]:
    """Ids of the active members of staff; of a complaint or denunciation only those who were named for it."""
    if case.restricted:
        return _members(Role.CONFIDENTIAL)
    if audience == Audience.HOLDER:
        return _holders(case)
    return (_level_above(case) if audience == Audience.UP else []) or _members(Role.SUPERVISOR)


def word_people(case: Case, audience: str) -> list[int]:
    """The same for a message that waits: the officer stays the one who talks, also while a reply lies for approval."""
    if case.restricted or case.state in WITH_OPERATOR or case.state == State.UNDER_REVIEW:
        return people(case, audience)
    if audience == Audience.TOP or case.agency_id is None:
        return _members(Role.SUPERVISOR)
    if audience == Audience.UP:
        return _members(Role.LEADER, case.agency_id) or _members(Role.SUPERVISOR)
    return _officer(case) or _members(Role.COORDINATOR, case.agency_id)


def _officer(case: Case) -> list[int]:
    users = get_user_model()._default_manager
    return list(users.filter(pk=case.officer_id or 0, is_active=True).values_list("pk", flat=True))


def _holders(case: Case) -> list[int]:
    if case.state in WITH_OPERATOR:
        return _members(Role.OPERATOR) or _members(Role.OPERATOR_LEADER)
    if case.state == State.UNDER_REVIEW:
        return _members(Role.REVIEWER)
    if case.state == State.AWAITING_APPROVAL:
        return _members(Role.LEADER, case.agency_id)
    if case.state == State.PROCESSING and case.officer_id:
        return _officer(case) or _members(Role.COORDINATOR, case.agency_id)
    return _members(Role.COORDINATOR, case.agency_id)


def _level_above(case: Case) -> list[int]:
    if case.state in WITH_OPERATOR:
        return _members(Role.OPERATOR_LEADER)
    if case.agency is None or case.state == State.UNDER_REVIEW:
        return []
    if case.state != State.AWAITING_APPROVAL:
        return _members(Role.LEADER, case.agency.pk)
    return _members(Role.LEADER, case.agency.parent_id) if case.agency.parent_id else []


def _members(role: Role, agency_id: int | None = None) -> list[int]:
    """Who holds a role today, in one agency or anywhere; in an agency also those who stand in for its leaders."""
    rows = Membership.objects.filter(in_force(timezone.localdate()), role=role, user__is_active=True)
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    found = list(rows.order_by("user_id").values_list("user_id", flat=True).distinct()[:MOST])
    if role == Role.LEADER and agency_id is not None:
        deputies = standing_in(timezone.localdate()).filter(agency_id=agency_id).order_by("deputy_id")
        found += [pk for pk in deputies.values_list("deputy_id", flat=True)[:MOST] if pk not in found]
    return found
