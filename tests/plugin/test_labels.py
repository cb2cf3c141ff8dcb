"""Showing one label translates one label."""

from unittest import mock

from django.utils import translation
from django.utils.translation import trans_real

from pakn_plugin.models import Case, Event
from pakn_plugin.states import Action, State


def test_a_label_is_in_the_readers_language() -> None:
    case = Case(state=State.PROCESSING)
    assert case.get_state_display() == "Đang xử lý"
    with translation.override("en"):
        assert case.get_state_display() == str(State.PROCESSING.label) != "Đang xử lý"


def test_only_the_label_that_is_shown_is_translated() -> None:
    event = Event(action=Action.ACCEPT)
    with mock.patch.object(trans_real, "gettext", wraps=trans_real.gettext) as asked:
        assert event.get_action_display() == str(Action.ACCEPT.label)
    assert asked.call_count <= 2


def test_a_value_that_is_no_choice_is_shown_as_it_is() -> None:
    assert Event(action="former").get_action_display() == "former"
