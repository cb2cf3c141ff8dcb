"""A plan is read with precise faults, checked against the registers, and written as it was read."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin.demo.reading import rows
from pakn_plugin.reorganising.checks import faults_of, serious
from pakn_plugin.reorganising.plan import BadPlan, Divide, Do, NewAgency, NewCommune, Of, Plan, Step
from pakn_plugin.reorganising.reading import parse
from pakn_plugin.reorganising.registers import Known, Registers
from pakn_plugin.reorganising.writing import write
from tests.year_2022 import PLAN

ROOT = Path(__file__).resolve().parents[3]
HEAD = 'title = "Sắp xếp"\ndocument = "NQ 1"\neffective = 2025-07-01\n'
TODAY = date(2025, 6, 20)
A_STEP = '\n[[step]]\ndo = "merge"\nof = "agency"\nfrom = ["so-a", "so-b"]\nto = ["so-c"]\n'
NEW_C = '\n[[agency]]\ncode = "so-c"\nname = "Sở C"\nkind = "department"\n'


def known(**more: Known) -> Registers:
    agencies = {code: Known(code, code.upper()) for code in ("so-a", "so-b", "so-d", "ubnd-1", "tinh")}
    agencies["so-cu"] = Known("so-cu", "Sở cũ", last=date(2020, 1, 1))
    communes = {
        "1": (Known("1", "Xã Một", committee="ubnd-1"),),
        "2": (Known("2", "Xã Hai", last=date(2010, 1, 1)), Known("2", "Xã Hai mới", first=date(2010, 1, 2))),
    }
    return Registers(agencies | more, communes, frozenset({"rac"}), frozenset({"department", "commune"}))


def said(text: str, registers: Registers | None = None, today: date = TODAY) -> list[str]:
    """Everything that is wrong with a plan, serious or not."""
    try:
        return [str(fault) for fault in faults_of(parse(text), registers or known(), today)]
    except BadPlan as bad:
        return [str(fault) for fault in bad.faults]


def step(**values: object) -> str:
    parts = {"do": "merge", "of": "agency", "from": ["so-a", "so-b"], "to": ["so-d"]} | values
    lines = [
        f"{name} = {str(value).replace(chr(39), chr(34))}" for name, value in parts.items() if name not in ("do", "of")
    ]
    return f'{HEAD}\n[[step]]\ndo = "{parts["do"]}"\nof = "{parts["of"]}"\n' + "\n".join(lines) + "\n"


def test_a_good_plan_has_no_fault_on_its_day() -> None:
    assert said(HEAD + NEW_C + A_STEP, today=date(2025, 7, 1)) == []


def test_the_day_before_and_after_it_warns() -> None:
    for today, words in ((TODAY, "chưa đến"), (date(2025, 8, 1), "đã qua")):
        found = faults_of(parse(HEAD + NEW_C + A_STEP), known(), today)
        assert words in str(found[0])
        assert serious(found) == []
    assert "hơn 10 năm" in said((HEAD + NEW_C + A_STEP).replace("2025-07", "2205-07"))[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", "Dòng 1: Không đọc được tệp TOML"),
        ('title = "x"\n', "Thiếu ngày hiệu lực"),
        ('title = "x"\n', "chưa có bước nào"),
        (HEAD + 'tile = "x"\n' + A_STEP, "Không có mục “tile”"),
        (HEAD + A_STEP.replace('"merge"', '"join"'), "Dòng 5, bước 1: Mục “do” phải là một trong: merge, split"),
        (HEAD + A_STEP.replace('["so-a", "so-b"]', '"so-a"'), "Dòng 5, bước 1: Mục “from” phải là danh sách mã"),
        (HEAD + NEW_C.replace('"Sở C"', '""') + A_STEP, "Dòng 5: Mục “name” phải là chữ"),
        (HEAD + '[[commune]]\ncode = "9"\nkind = "Xã"\nname = "X"\nlat = 999\n' + A_STEP, "Mục “lat” phải là tọa độ"),
        (HEAD + "step = 3\n", "phải viết thành các bảng [[step]]"),
        (HEAD + A_STEP + "fields = 4\n", "Mục “fields” phải là các cặp"),
    ],
)
def test_a_fault_of_form_says_where_and_what_to_do(text: str, words: str) -> None:
    assert any(words in each for each in said(text)), said(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (step(**{"from": ["so-x"]}), "Dòng 5, bước 1: Không có đơn vị mã “so-x”"),
        (step(**{"from": ["so-cu"]}), "“so-cu” không còn hoặc chưa hoạt động"),
        (step(to=["so-x"]), "Đơn vị kế tục “so-x” không tồn tại vào ngày hiệu lực"),
        (step(to=["so-cu"]), "Đơn vị kế tục “so-cu” không tồn tại"),
        (step(to=["so-a", "so-d"]), "Bước nhập cần"),
        (step(do="split", **{"from": ["so-a"]}), "Bước chia tách cần đúng một"),
        (step(do="split", **{"from": ["so-a"], "to": ["so-b", "so-d"]}), "nêu “divide”"),
        (
            step(do="split", divide="'boundary'", **{"from": ["so-a"], "to": ["so-b", "so-d"]}),
            "Không chia được như vậy",
        ),
        (step(do="split", divide="'field'", **{"from": ["so-a"], "to": ["so-b", "so-d"]}), "cần “fields”"),
        (step(do="abolish", to=[], **{"from": ["so-a"]}), "ít nhất một đơn vị tiếp nhận"),
        (step(do="rename", **{"from": ["so-a"], "to": ["so-a"]}), "mã khác"),
        (step(do="rename", **{"from": ["so-a"], "to": ["so-d"]}), "cần một đơn vị mới"),
        (step(do="relevel", to=[], **{"from": ["so-a"]}), "“kind” hoặc “parent”"),
        (step(do="relevel", to=[], kind="'xyz'", **{"from": ["so-a"]}), "Không có loại cơ quan “xyz”"),
        (step(do="relevel", to=[], parent="'so-x'", **{"from": ["so-a"]}), "cấp trên “so-x” không tồn tại"),
        (step(of="commune", **{"from": ["9"], "to": ["1"]}), "Không có đơn vị mã “9”"),
        (step(of="commune", **{"from": ["2@2000-01-01"], "to": ["1"]}), "“2@2000-01-01” không còn"),
        (step(do="relevel", of="commune", **{"from": ["1"], "to": ["2"]}), "cần một đơn vị mới"),
        (step(people="{ 'an' = 'so-x' }"), "“an” được chuyển đến “so-x”"),
        (HEAD + NEW_C, "chưa có bước nào"),
        (HEAD + NEW_C.replace("so-c", "so-a") + A_STEP, "Mã cơ quan “so-a” đã có trong danh mục"),
        (HEAD + NEW_C + NEW_C + A_STEP, "khai báo hai lần"),
        (HEAD + NEW_C.replace("department", "ministry") + A_STEP, "Loại cơ quan “ministry” không có"),
        (HEAD + NEW_C.replace("so-c", "so-e") + NEW_C + A_STEP, "“so-e” không kế tục đơn vị nào"),
        (HEAD + NEW_C + 'parent = "so-a"\n' + A_STEP, "cấp trên “so-a” không tồn tại vào ngày hiệu lực"),
        (HEAD + NEW_C + 'parent = "ubnd-1"\n' + A_STEP, ""),
    ],
)
def test_a_fault_of_substance_says_which_unit(text: str, words: str) -> None:
    found = [each for each in said(text) if "chưa đến" not in each]
    assert any(words in each for each in found) if words else found == [], found


def test_a_unit_belongs_to_one_step() -> None:
    found = said(HEAD + NEW_C + A_STEP + A_STEP)
    assert any("Dòng 16, bước 2: Đơn vị “so-a” đã có ở bước 1" in each for each in found), found


def test_a_circle_within_the_plan_is_refused() -> None:
    there = step(**{"from": ["so-a"], "to": ["so-b"]})
    back = '\n[[step]]\ndo = "merge"\nof = "agency"\nfrom = ["so-b"]\nto = ["so-a"]\n'
    assert any("Vòng lặp: “so-b” vừa là đơn vị kế tục" in each for each in said(there + back))


def test_a_circle_through_older_successors_is_refused() -> None:
    registers = known(
        **{
            "so-d": Known("so-d", "Sở D", heirs=frozenset({"so-e"})),
            "so-e": Known("so-e", "E", heirs=frozenset({"so-a"})),
        }
    )
    assert any("dẫn ngược về đơn vị cũ" in each for each in said(step(), registers))


def test_a_committee_that_ends_with_its_commune_succeeds_nobody() -> None:
    commune = '[[commune]]\ncode = "1"\nkind = "Phường"\nname = "Một"\nagency = "so-d"\n'
    renamed = '\n[[step]]\ndo = "relevel"\nof = "commune"\nfrom = ["1"]\nto = ["1"]\n'
    assert [each for each in said(HEAD + commune + renamed) if "chưa đến" not in each] == []
    ending = HEAD + commune + renamed + '\n[[step]]\ndo = "merge"\nof = "agency"\nfrom = ["so-a"]\nto = ["ubnd-1"]\n'
    assert any("Vòng lặp: “ubnd-1”" in each for each in said(ending))


def test_the_plan_of_2025_is_that_of_the_lists() -> None:
    plan = parse(PLAN.read_text(encoding="utf-8"))
    ways = {(old, new) for each in plan.steps if each.of == Of.COMMUNE for old in each.old for new in each.new}
    assert ways == {(row["old_code"], row["new_code"]) for row in rows("communes_2022_to_2025")}
    split = {each.old[0] for each in plan.steps if each.of == Of.COMMUNE and each.do == Do.SPLIT}
    assert split == {row["old_code"] for row in rows("communes_2022_to_2025") if row["share"] == "part"}
    assert {(each.code, each.name) for each in plan.communes} == {
        (row["code"], row["name"]) for row in rows("communes_2025")
    }
    heirs = {(old, new) for each in plan.steps if each.of == Of.AGENCY for old in each.old for new in each.new}
    for row in rows("agencies_2025"):
        listed = set(filter(None, row["successor_of"].split("|"))) - {row["code"]}
        if row["kind"] != "level":
            assert {(old, row["code"]) for old in listed} <= heirs
    assert len([each for each in plan.steps if each.old[0].startswith("ubnd-huyen-")]) == 16


WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1).map(str.strip).filter(bool)
)
CODES = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
STEPS = st.builds(
    Step,
    number=st.just(0),
    line=st.just(0),
    do=st.sampled_from(Do),
    of=st.sampled_from(Of),
    old=st.lists(CODES, min_size=1).map(tuple),
    new=st.lists(CODES).map(tuple),
    divide=st.none() | st.sampled_from(Divide),
    fields=st.dictionaries(WORDS, CODES, max_size=3),
    people=st.dictionaries(WORDS, CODES, max_size=3),
    kind=CODES,
    parent=CODES,
)


@given(
    st.builds(
        Plan,
        WORDS,
        WORDS,
        st.dates(),
        st.lists(st.builds(NewAgency, CODES, WORDS, CODES, CODES, WORDS), max_size=3).map(tuple),
        st.lists(st.builds(NewCommune, CODES, WORDS, WORDS, CODES, WORDS, st.floats(-90, 90)), max_size=3).map(tuple),
        st.lists(STEPS, min_size=1, max_size=3).map(tuple),
    )
)
def test_a_written_plan_reads_as_it_was(plan: Plan) -> None:
    found = parse(write(plan))
    without = replace(
        found,
        agencies=tuple(replace(each, line=0) for each in found.agencies),
        communes=tuple(replace(each, line=0) for each in found.communes),
        steps=tuple(replace(each, line=0, number=0) for each in found.steps),
    )
    assert without == plan
