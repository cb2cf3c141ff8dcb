"""A plan as text, in the format in which it is read: for plans that were composed in a form."""

from collections.abc import Iterable, Mapping
from typing import Any

from pakn_plugin.reorganising.plan import Plan, Step

_MARKS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(plan: Plan) -> str:
    """The text of a plan; reading it gives the same plan, apart from the lines."""
    lines = [
        f"title = {_text(plan.title)}",
        f"document = {_text(plan.document)}",
        f"effective = {plan.effective.isoformat()}",
    ]
    for agency in plan.agencies:
        pairs = {name: getattr(agency, name) for name in ("code", "name", "kind", "parent", "email")}
        lines += _table("agency", pairs)
    for commune in plan.communes:
        names = ("code", "kind", "name", "agency", "province", "lat", "lon")
        lines += _table("commune", {name: getattr(commune, name) for name in names})
    for step in plan.steps:
        lines += _table("step", _of_step(step))
    return "\n".join(lines) + "\n"


def _of_step(step: Step) -> dict[str, Any]:
    pairs: dict[str, Any] = {"do": step.do.value, "of": step.of.value, "from": step.old, "to": step.new}
    pairs |= {"divide": step.divide.value if step.divide else "", "fields": step.fields, "people": step.people}
    return pairs | {"kind": step.kind, "parent": step.parent}


def _table(name: str, pairs: Mapping[str, Any]) -> Iterable[str]:
    yield ""
    yield f"[[{name}]]"
    for key, value in pairs.items():
        if value not in ("", None, (), {}):
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_text(key)} = {_text(each)}" for key, each in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_text, value)) + "]"
    return repr(value)


def _text(value: str) -> str:
    return '"' + "".join(map(_sign, value)) + '"'


def _sign(sign: str) -> str:
    if sign in _MARKS or sign.isprintable():
        return _MARKS.get(sign, sign)
    return f"\\U{ord(sign):08X}"
