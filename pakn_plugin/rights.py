"""The table of rights: in which states an action is possible, and who may do it there. Only `access` reads it."""

from dataclasses import dataclass

from pakn_plugin.states import ENDED, NEVER_PUBLIC, WITH_PARTNERS, Action, Role, State

S = State
R = Role


@dataclass(frozen=True)
class Rule:
    """States in which an action is possible, and who may do it there.

    `inherits`: where the officer has left another one may, where the agency has ended its successor (see `charge`).
    """

    states: frozenset[State]
    operator: bool = False
    agency_roles: frozenset[Role] = frozenset()
    assigned_only: bool = False
    citizen: bool = False
    system: bool = False
    reviewer: bool = False
    confidential: bool = False
    partner: bool = False
    keeper: bool = False
    inherits: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles with which people act by this rule, whatever the agency."""
        found = set(self.agency_roles)
        found |= {R.OPERATOR, R.OPERATOR_LEADER} if self.operator else set()
        found |= {R.COORDINATOR, R.OFFICER} if self.partner else set()
        found |= {R.REVIEWER} if self.reviewer else set()
        return frozenset(found | ({R.CONFIDENTIAL} if self.confidential else set()))


def _rule(*states: State, roles: tuple[Role, ...] = (), **who: bool) -> Rule:
    return Rule(frozenset(states), agency_roles=frozenset(roles), **who)


BEFORE_TRANSFER = (S.SUBMITTED, S.RECEIVED)
NOT_ENDED = tuple(s for s in S if s not in ENDED)
ASK_TIME = (
    _rule(S.PROCESSING, roles=(R.COORDINATOR,)),
    _rule(S.PROCESSING, roles=(R.OFFICER,), assigned_only=True),
)
DECIDE_TIME = (_rule(S.PROCESSING, roles=(R.LEADER,)),)
CORRECT = (_rule(S.ANSWERED, S.CLOSED, roles=(R.OFFICER,), assigned_only=True, inherits=True),)
DECIDE_CORRECTION = (_rule(S.ANSWERED, S.CLOSED, roles=(R.LEADER,), inherits=True),)

# Whoever holds the case writes to its reporter; after the answer the agency that gave it, also in a case that time
# has ended while a word was owed (`access` asks for the debt there).
WRITE = (
    _rule(*BEFORE_TRANSFER, operator=True, confidential=True),
    _rule(S.TRANSFERRED, S.PROCESSING, S.AWAITING_APPROVAL, S.ANSWERED, S.CLOSED, roles=(R.COORDINATOR,)),
    _rule(S.PROCESSING, S.AWAITING_APPROVAL, S.ANSWERED, S.CLOSED, roles=(R.OFFICER,), assigned_only=True),
    _rule(S.UNDER_REVIEW, reviewer=True),
)

RULES: dict[Action, tuple[Rule, ...]] = {
    Action.RECEIVE: (_rule(S.SUBMITTED, operator=True, confidential=True),),
    Action.REQUEST_INFO: (
        _rule(*BEFORE_TRANSFER, operator=True, confidential=True),
        _rule(S.PROCESSING, roles=(R.OFFICER,), assigned_only=True),
    ),
    Action.SUPPLY_INFO: (_rule(S.NEEDS_INFO, citizen=True),),
    Action.REFUSE: (_rule(*BEFORE_TRANSFER, operator=True, confidential=True),),
    Action.MERGE: (_rule(*BEFORE_TRANSFER, operator=True),),
    Action.TRANSFER: (_rule(S.RECEIVED, operator=True),),
    Action.ACCEPT: (_rule(S.TRANSFERRED, roles=(R.COORDINATOR,), system=True),),
    Action.DECLINE: (_rule(S.TRANSFERRED, roles=(R.COORDINATOR,), system=True),),
    Action.SEND_BACK: (_rule(S.PROCESSING, roles=(R.COORDINATOR,)),),
    Action.SUBMIT_REPLY: (_rule(S.PROCESSING, roles=(R.OFFICER,), assigned_only=True),),
    Action.APPROVE: (_rule(S.AWAITING_APPROVAL, roles=(R.LEADER,)),),
    Action.RETURN_REPLY: (_rule(S.AWAITING_APPROVAL, roles=(R.LEADER,)),),
    Action.RATE_CLOSE: (_rule(S.ANSWERED, citizen=True),),
    Action.CONTEST: (_rule(S.ANSWERED, citizen=True),),
    Action.EXPLAIN_RATING: (_rule(S.UNDER_REVIEW, S.CLOSED, citizen=True),),
    Action.UPHOLD: (_rule(S.UNDER_REVIEW, reviewer=True),),
    Action.REOPEN_REVIEW: (_rule(S.UNDER_REVIEW, reviewer=True),),
    Action.REOPEN: (_rule(S.ANSWERED, S.CLOSED, citizen=True),),
    Action.WITHDRAW: (_rule(S.SUBMITTED, S.RECEIVED, S.TRANSFERRED, S.PROCESSING, S.NEEDS_INFO, citizen=True),),
    Action.EXPIRE_INFO: (_rule(S.NEEDS_INFO, system=True),),
    Action.EXPIRE_RATING: (_rule(S.ANSWERED, system=True),),
    Action.CLASSIFY: (_rule(*BEFORE_TRANSFER, operator=True),),
    Action.ASSIGN: (_rule(S.PROCESSING, roles=(R.COORDINATOR,)),),
    Action.MESSAGE: WRITE,
    Action.WAIVE_MESSAGE: WRITE,
    Action.ANSWER_MESSAGE: (_rule(*(s for s in NOT_ENDED if s != S.NEEDS_INFO), citizen=True),),
    Action.NOTE: (
        _rule(*NOT_ENDED, operator=True, reviewer=True, confidential=True, partner=True),
        _rule(*NOT_ENDED, roles=(R.COORDINATOR, R.OFFICER, R.LEADER)),
    ),
    Action.DRAFT_REPLY: (_rule(S.PROCESSING, roles=(R.OFFICER,), assigned_only=True),),
    Action.PUBLISH: (_rule(*(s for s in S if s != S.SUBMITTED and s not in NEVER_PUBLIC), operator=True),),
    Action.RESTRICT: (_rule(*BEFORE_TRANSFER, S.REFUSED, operator=True),),
    Action.LIFT: (_rule(*S, confidential=True),),
    Action.SPLIT: (_rule(*BEFORE_TRANSFER, operator=True),),
    Action.ASK_EXTENSION: ASK_TIME,
    Action.GRANT_EXTENSION: DECIDE_TIME,
    Action.REFUSE_EXTENSION: DECIDE_TIME,
    Action.ASK_VERIFICATION: ASK_TIME,
    Action.GRANT_VERIFICATION: DECIDE_TIME,
    Action.REFUSE_VERIFICATION: DECIDE_TIME,
    Action.END_VERIFICATION: (*ASK_TIME, _rule(S.PROCESSING, system=True)),
    Action.INVITE: (_rule(S.TRANSFERRED, S.PROCESSING, operator=True), *ASK_TIME),
    Action.CONTRIBUTE: (_rule(*WITH_PARTNERS, partner=True),),
    Action.UNINVITE: (_rule(*WITH_PARTNERS, operator=True, roles=(R.COORDINATOR,)), *ASK_TIME),
    Action.HAND_OVER: (_rule(*NOT_ENDED, roles=(R.AGENCY_ADMIN,), system=True),),
    Action.REVOKE_LINK: (_rule(*S, operator=True, confidential=True, citizen=True),),
    Action.REMIND: (_rule(*NOT_ENDED, S.CLOSED, system=True),),
    Action.RECOMPUTE: (_rule(*NOT_ENDED, S.CLOSED, system=True),),
    Action.CORRECT: CORRECT,
    Action.SUBMIT_CORRECTION: CORRECT,
    Action.APPROVE_CORRECTION: DECIDE_CORRECTION,
    Action.RETURN_CORRECTION: DECIDE_CORRECTION,
    Action.MARK_POINTS: (
        _rule(*BEFORE_TRANSFER, operator=True),
        _rule(S.PROCESSING, S.AWAITING_APPROVAL, roles=(R.COORDINATOR,)),
        _rule(S.PROCESSING, S.AWAITING_APPROVAL, roles=(R.OFFICER,), assigned_only=True),
    ),
    Action.KEEP_PROMISE: (_rule(*S, keeper=True),),
    Action.BREAK_PROMISE: (_rule(*S, system=True),),
    Action.REMIND_PROMISE: (_rule(*S, system=True),),
    Action.REORGANISE: (_rule(*NOT_ENDED, system=True),),
    Action.REALLOCATE: (_rule(*NOT_ENDED, operator=True, confidential=True),),
}


def roles_for(action: Action, state: str) -> frozenset[Role]:
    """The roles with which an action is taken in a state: what tells, later, in whose name somebody acted."""
    rules = [rule for rule in RULES.get(action, ()) if state in rule.states]
    return frozenset(role for rule in rules for role in rule.roles)
