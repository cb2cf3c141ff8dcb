"""The arrows of the house: who may import whom, who may write a state and history. Read from the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import APPS, PLUGIN, ROOT, calls, everything, module_of, place, sources, tree_of

DOORS = ("public", "embed", "desk", "blocks", "templatetags", "tasks")
PURE_FOR_SITES = {"blocks", "templatetags", "text", "pictures", "memory", "prepared", "inserting"}

# Layer → what it may import besides itself. `wiring` are the files that connect the plugin to its host.
BASE = {"states", "deadlines", "text", "pictures", "documents", "conf", "codes", "chain", "answers", "origins"}
MODELS = BASE | {"models"}
RIGHTS = {"access", "delegation", "corrections", "two_people", "keeping", "oversight", "charge"}
MIDDLE = MODELS | RIGHTS | {"notify", "links", "fields", "mails", "memory", "prepared", "firewall", "papers"}
MIDDLE |= {"promising", "inserting", "succession"}
BELOW_DOORS = MIDDLE | {"queries", "services", "reorganising", "drawing", "sheets"}
MAY: dict[str, set[str]] = {
    "states": set(),
    "codes": set(),
    "chain": set(),
    "text": set(),
    "pictures": set(),
    "documents": set(),
    "papers": set(),
    "origins": set(),
    "sheets": set(),
    "memory": set(),
    "firewall": {"text"},
    "answers": set(),
    "promising": {"text"},
    "prepared": set(),
    "inserting": {"prepared"},
    "conf": set(),
    "deadlines": {"states"},
    "reminding": {"deadlines", "states"},
    "reorganising": set(),
    "drawing": set(),
    "audience": MODELS,
    "models": BASE,
    "migrations": MODELS,
    "rights": {"states"},
    "succession": MODELS | {"memory"},
    "actors": MODELS | {"prepared", "succession"},
    "charge": MODELS | {"rights", "actors"},
    "keeping": MODELS | {"actors"},
    "two_people": MODELS | {"actors"},
    "corrections": MODELS | {"actors", "two_people"},
    "access": MODELS | {"rights", "actors", "two_people", "corrections", "keeping", "charge"},
    "delegation": MODELS | {"access"},
    "oversight": MODELS | {"access"},
    "notify": MODELS | {"audience", "prepared"},
    "links": MODELS | {"prepared"},
    "fields": BASE,
    "mails": MODELS | {"links"},
    "queries": MIDDLE | {"reminding", "reorganising", "drawing"},
    "services": MIDDLE | {"queries", "reorganising", "drawing"},
    "blocks": MIDDLE | {"queries"},
    "templatetags": MIDDLE | {"queries"},
    "tasks": BELOW_DOORS,
    "public": BELOW_DOORS,
    "embed": BELOW_DOORS,
    "desk": BELOW_DOORS,
    "demo": BELOW_DOORS,
    "bulk": BELOW_DOORS,
    "management": BELOW_DOORS | {"demo", "bulk", "schedules"},
    "schedules": BELOW_DOORS | {"tasks"},
    "checks": BELOW_DOORS,
    "urls": BELOW_DOORS | {"public"},
    "machine_urls": BELOW_DOORS | {"embed"},
    "wagtail_hooks": BELOW_DOORS | {"desk", "embed"},
    "logs": set(),
    "apps": BELOW_DOORS | {"checks", "logs", "schedules"},
}


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a file imports; `from package import name` gives `package.name`."""
    here = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield from (f"{module}.{name.name}" for name in node.names)


def layer(dotted: str) -> str:
    """The first name below the plugin: `pakn_plugin.services.intake` → `services`."""
    return [*dotted.split("."), ""][1]


def imports_below(folder: str) -> Iterator[tuple[str, str]]:
    for path in sources(folder):
        yield from ((module_of(path), target) for target in imported(path))


def test_the_plugin_knows_nothing_of_its_host() -> None:
    strange = [
        (here, there) for here, there in imports_below(PLUGIN) if there.split(".")[0] in {"home", "news", "config"}
    ]
    assert strange == []


@pytest.mark.parametrize("app", ["home", "news"])
def test_the_sites_apps_use_only_the_plugins_pure_modules(app: str) -> None:
    strange = [
        (here, there)
        for here, there in imports_below(app)
        if there.split(".")[0] == "config" or (there.split(".")[0] == PLUGIN and layer(there) not in PURE_FOR_SITES)
    ]
    assert strange == []


def test_home_does_not_know_news() -> None:
    assert [pair for pair in imports_below("home") if pair[1].split(".")[0] == "news"] == []


def test_news_takes_only_blocks_and_models_of_home() -> None:
    strange = [
        pair
        for pair in imports_below("news")
        if pair[1].split(".")[0] == "home" and not pair[1].startswith(("home.blocks", "home.models"))
    ]
    assert strange == []


def test_inside_the_plugin_arrows_point_down() -> None:
    strange = []
    for here, there in imports_below(PLUGIN):
        if there.split(".")[0] != PLUGIN or not layer(here):
            continue
        below, mine = layer(there), layer(here)
        if below and below != mine and below not in MAY.get(mine, set()):
            strange.append(f"{here} → {there}")
    assert strange == []


def test_every_part_of_the_plugin_has_its_place_among_the_layers() -> None:
    assert {layer(module_of(path)) for path in sources(PLUGIN)} - {""} <= set(MAY)


def test_doors_never_import_each_other() -> None:
    strange = [
        f"{here} → {there}"
        for here, there in imports_below(PLUGIN)
        if layer(here) in DOORS and there.startswith(PLUGIN) and layer(there) in set(DOORS) - {layer(here)}
    ]
    assert strange == []


def graph() -> dict[str, set[str]]:
    """Module → modules it imports when it is loaded (imports inside functions come later)."""
    modules = {module_of(path): path for app in APPS for path in sources(app)}
    found: dict[str, set[str]] = {}
    for name, path in modules.items():
        top = ast.Module([node for node in tree_of(path).body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        targets = set()
        for node in ast.walk(top):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for each in node.names:
                    full = f"{node.module}.{each.name}"
                    targets.add(full if full in modules else node.module)
            elif isinstance(node, ast.Import):
                targets |= {each.name for each in node.names}
        found[name] = (targets & set(modules)) - {name}
    return found


def test_no_import_goes_round_in_a_circle() -> None:
    """Leaves are taken off until nothing is left; what remains imports itself by some way."""
    left = graph()
    while True:
        leaves = {name for name, targets in left.items() if not targets & set(left)}
        if not leaves:
            break
        left = {name: targets for name, targets in left.items() if name not in leaves}
    assert sorted(left) == []


def test_nothing_writes_a_state_past_the_machine() -> None:
    """No `.update(state=…)`, `.bulk_update(…, ["state"])`, `create(state=…)` or `case.state = …` anywhere."""
    strange = []
    for path in everything():
        for call in calls(path):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            writes = name in {"update", "create", "update_or_create", "Case", "bulk_update"}
            if writes and any(keyword.arg == "state" for keyword in call.keywords):
                strange.append(place(path, call))
            if name == "bulk_update" and any(
                isinstance(n, ast.Constant) and n.value == "state" for n in ast.walk(call)
            ):
                strange.append(place(path, call))
        for node in ast.walk(tree_of(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            flat = [t for target in targets for t in ast.walk(target)]
            if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in flat):
                strange.append(place(path, node))
    assert strange == []


def test_only_services_write_history() -> None:
    """Events and notifications are born in services; nobody else creates, changes or deletes one."""
    pattern = re.compile(
        r"\b(Event|Notification)(\.objects)?\s*(\.[a-z_]+\([^)]*\))*\.?(bulk_)?(create|update|delete)\(|\bEvent\("
    )
    strange = []
    for path in everything():
        module = module_of(path)
        if module.startswith((f"{PLUGIN}.services", f"{PLUGIN}.models")):
            continue
        strange += [f"{module}: {found.group()}" for found in pattern.finditer(path.read_text(encoding="utf-8"))]
    assert strange == []


def test_queries_never_write() -> None:
    writing = {"create", "update", "save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    strange = [
        place(path, call)
        for path in sources(f"{PLUGIN}/queries")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in writing and not _is_plain_dict(call.func.value)
    ]
    assert strange == []


def _is_plain_dict(value: ast.expr) -> bool:
    """`found.update(…)` on a local name is a dictionary's; a query set's update hangs on `.objects` or `.filter()`."""
    return isinstance(value, ast.Name)


def test_a_case_is_never_refreshed_in_place() -> None:
    """A failed refresh would leave the protection of the state off for the whole process."""
    found = [place(path, call) for path in everything() for call in calls(path) if _named(call, "refresh_from_db")]
    assert found == []


def _named(call: ast.Call, name: str) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == name
