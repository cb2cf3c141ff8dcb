"""What is measured over HTTP, as request plans: `scenarios(base, params) -> {name: spec}`.

The plans are played by `tests/scale/bench.py`, or by any harness that takes the same dictionaries (method, path or
paths, headers, body or bodies, expect). Forms are fetched and filled as a browser does it. Needs DATABASE_URL: links
and rows are read from the database behind the measured server, which must use tests.scale.settings.
"""

import http.cookiejar
import os
import random
import re
import sys
import urllib.parse
import urllib.request
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
for folder in (ROOT, ROOT / "site"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.scale.settings")

TEXT = (
    "Rác thải đổ tràn ra đường {street} đã ba ngày, bốc mùi hôi, ảnh hưởng đến sinh hoạt của các hộ dân. "
    "Kính đề nghị cơ quan chức năng kiểm tra, thu gom và trả lời cho người dân được biết. Số nhà {number}."
)
STREETS = ("Trần Phú", "Lê Hồng Phong", "Hùng Vương", "Yersin", "Thống Nhất", "Quang Trung", "23 Tháng 10")
REPLY = "Đội vệ sinh đã thu gom rác và rửa đường ngay trong ngày nhận được phản ánh. Biên bản số {n}."
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PASSWORD = "pakn-demo-2026"
QUERIES = ("Nha Trang số 77", "rac thai tran phu", "den duong", "yersin 77")


class Browser:
    """A client with cookies of its own."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({})
        )

    def get(self, path: str) -> str:
        """The page at a path."""
        return str(self.opener.open(self.base + path).read().decode())

    def post(self, path: str, **fields: str) -> None:
        """Send a form with the page's own token; the answer has to be a success."""
        token = hidden(self.get(path), "csrfmiddlewaretoken")
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(self.base + path, data, {"Referer": self.base + path})
        self.opener.open(request).close()

    def headers(self, path: str = "/") -> dict[str, str]:
        """What this browser sends along."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        return {"Cookie": cookies, "Referer": self.base + path}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    if found is None:
        raise LookupError(f"the page has no field {name}")
    return found.group(1)


class Fresh(Sequence[str]):
    """Bodies that are new each time they are looked at: the same filing key twice would file nothing."""

    def __init__(self, number: int, make: Any) -> None:
        self.number = number
        self.make = make

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, index: Any) -> Any:
        if index >= self.number:
            raise IndexError
        return self.make(index)


def scenarios(base: str, params: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Everything that is measured; `params`: seed, officer, replies (cases to answer in one round), floor.

    With `floor`, where the server runs with tests.scale.floor_settings, also what nothing can undercut.
    """
    import django

    django.setup()
    rng = random.Random(int(params.get("seed", "3")))
    found: dict[str, dict[str, Any]] = {}
    found |= citizens_side(base, rng)
    found |= operators_side(base)
    found |= officers_side(base, params)
    if params.get("floor"):
        found["floor_file"] = found["file_case"] | {"path": "/floor/file/"}
        found["floor_list"] = found["list_first"] | {"path": "/admin/floor/"}
    return found


def citizens_side(base: str, rng: random.Random) -> dict[str, dict[str, Any]]:
    """Filing, one's own case, the public list."""
    from pakn_plugin.links import follow_path
    from pakn_plugin.models import Case

    browser = Browser(base)
    path = "/phan-anh/gui/"
    page = browser.get(path)
    token = hidden(page, "csrfmiddlewaretoken")
    topics = re.findall(r'name="topic" value="(\d+)"', page)
    areas = re.findall(r'<option value="(\d+)"', page)

    def body(index: int) -> str:
        street, number = rng.choice(STREETS), rng.randint(1, 999)
        fields = {
            "csrfmiddlewaretoken": token,
            "key": str(uuid.uuid4()),
            "b": "",
            "text": TEXT.format(street=street, number=number),
            "topic": rng.choice(topics),
            "area": rng.choice(areas),
            "address": f"{number} {street}",
            "name": "Nguyễn Văn Bình",
            "email": f"dan{index}@example.vn",
            "consent": "on",
        }
        return urllib.parse.urlencode(fields)

    ids = sample(Case.objects.all(), 200, rng)
    own = [follow_path(case) for case in Case.objects.filter(pk__in=ids)]
    headers = browser.headers(path)
    return {
        "file_form": {"path": path, "headers": headers},
        "file_case": {
            "method": "POST",
            "path": path,
            "bodies": Fresh(4000, body),
            "headers": headers | FORM,
            "expect": 302,
        },
        "follow": {"paths": own, "headers": headers},
        "published": {"path": "/phan-anh/", "headers": headers},
    }


def operators_side(base: str) -> dict[str, dict[str, Any]]:
    """The list of everything: its first and its deepest page, and search."""
    operator = Browser(base)
    operator.post("/admin/login/", username="operator", password=PASSWORD)
    headers = operator.headers("/admin/")
    desk = "/admin/pakn/cases/"
    searches = [f"{desk}?queue=all&q={urllib.parse.quote(query)}" for query in QUERIES]
    return {
        "list_first": {"path": f"{desk}?queue=all", "headers": headers},
        "list_deep": {"path": f"{desk}?queue=all&after={deepest()}", "headers": headers},
        "search": {"path": searches[0], "headers": headers},
        "search_mixed": {"paths": searches, "headers": headers},
    }


def officers_side(base: str, params: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Writing a reply and submitting it: each request another case."""
    from pakn_plugin.models import Case

    name = params.get("officer", "officer-moitruong")
    waiting = Case.objects.filter(state="processing", officer__username=name).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    size = min(int(params.get("replies", "250")), len(ids) - 1)
    if size < 1:
        return {}
    officer = Browser(base)
    officer.post("/admin/login/", username=name, password=PASSWORD)
    first = f"/admin/pakn/cases/{ids[0]}/draft_reply/"
    token = hidden(officer.get(first), "csrfmiddlewaretoken")
    officer.post(first, key=uuid.uuid4().hex[:20], submit="1", text=REPLY.format(n=0))
    if not Case.objects.filter(pk=ids[0], state="awaiting_approval").exists():
        raise LookupError("a reply with this text is kept as a draft: nothing would be submitted")
    turn = iter(ids[1:])

    def body(index: int) -> str:
        fields = {"csrfmiddlewaretoken": token, "key": uuid.uuid4().hex[:20], "submit": "1"}
        return urllib.parse.urlencode(fields | {"text": REPLY.format(n=index + 1)})

    return {
        "reply": {
            "method": "POST",
            "paths": Fresh(size, lambda _index: f"/admin/pakn/cases/{next(turn)}/draft_reply/"),
            "bodies": Fresh(size, body),
            "headers": officer.headers(first) | FORM,
            "expect": 302,
        },
    }


def deepest() -> str:
    """The mark of the last page but one of everything."""
    from pakn_plugin.models import Case
    from pakn_plugin.queries.desk import PAGE, page_of

    last = list(Case.objects.filter(stage_due_at=None).order_by("pk").values_list("pk", flat=True)[: PAGE + 1])
    if last:
        return f".{last[-1]}"
    return page_of(Case.objects.all()).mark


def sample(rows: Any, number: int, rng: random.Random) -> list[int]:
    """Ids of some rows, spread over the whole table."""
    least, most = (rows.order_by(order).values_list("pk", flat=True).first() for order in ("pk", "-pk"))
    drawn = {rng.randint(least, most) for _ in range(3 * number)}
    return list(rows.filter(pk__in=drawn).values_list("pk", flat=True)[:number])
