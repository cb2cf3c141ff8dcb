"""`manage.py reorganise`: dry run, execution, undoing, and their exit codes."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pakn_plugin.models import Agency, Case, Reallocation, Reorganisation
from pakn_plugin.states import State
from tests import snapshot
from tests.factories import Cases, World
from tests.reorganising import MERGE, SHAPES, WARD, WARDS, agencies, plan


@pytest.fixture
def run(tmp_path: Path, world: World) -> Any:
    """Run the command with a plan of these steps; returns what it wrote."""

    def call(*words: Any, steps: tuple[str, ...] = (MERGE,), new: str = agencies("c"), **options: Any) -> str:
        path = tmp_path / "ke-hoach.toml"
        path.write_text(plan(timezone.localdate(), *steps, new=new), encoding="utf-8")
        out = io.StringIO()
        call_command("reorganise", *(words or [str(path)]), stdout=out, stderr=io.StringIO(), **options)
        return out.getvalue()

    return call


def test_a_dry_run_lists_and_changes_nothing(run: Any, case_in: Cases, world: World) -> None:
    case = case_in(State.PROCESSING)
    before = snapshot.whole()
    text = run(dry_run=True)
    assert "Phản ánh đang mở: 1" in text
    assert f"  {case.code}: Sở A → Sở C (chỉ có một đơn vị kế tục)" in text
    assert text.endswith("Chưa có gì thay đổi.\n")
    assert snapshot.whole() == before


def test_it_carries_out_and_undoes(run: Any, case_in: Cases, world: World) -> None:
    case = case_in(State.PROCESSING)
    text = run()
    row = Reorganisation.objects.get()
    assert "Đã thực hiện: Sắp xếp (NQ 9)." in text and f"--undo {row.pk}" in text
    assert str(Case.objects.get(pk=case.pk).agency) == "Sở C"
    assert "Đã hoàn tác" in run("--undo", str(row.pk))
    assert Case.objects.get(pk=case.pk).agency == world.a.agency
    with pytest.raises(CommandError, match="chưa hoàn tác") as refused:
        run("--undo", str(row.pk))
    assert refused.value.returncode == 3


def test_boundaries_come_from_a_file(run: Any, case_in: Cases, world: World, tmp_path: Path, now: datetime) -> None:
    type(world.area).objects.filter(pk=world.area.pk).update(code="91")
    case = case_in(State.RECEIVED)
    Case.objects.filter(pk=case.pk).update(lat=12.2, lon=109.7)
    shapes = tmp_path / "ranh-gioi.json"
    shapes.write_text(SHAPES, encoding="utf-8")
    run(steps=(WARD,), new=WARDS, boundaries=shapes)
    assert Case.objects.select_related("area").get(pk=case.pk).area.code == "92"
    assert not Reallocation.objects.exists()


def test_a_faulty_plan_ends_with_two_and_names_each_fault(run: Any) -> None:
    with pytest.raises(CommandError, match="có 1 lỗi") as faulty:
        run(new="")
    assert faulty.value.returncode == 2
    assert not Reorganisation.objects.exists()


def test_what_is_refused_ends_with_three_and_leaves_no_row(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = Reorganisation(title="x", document="x", effective=timezone.localdate(), created_at=timezone.now())
    row.status = Reorganisation.Status.RUNNING
    row.save()
    with pytest.raises(CommandError, match="đang được thực hiện") as refused:
        run()
    assert refused.value.returncode == 3
    assert Reorganisation.objects.get() == row
    assert not Agency.objects.filter(code="c").exists()


@pytest.mark.parametrize("words", [(), ("--undo", "77"), ("/khong/co.toml",)])
def test_what_is_not_there_is_said(run: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("reorganise", *words, stdout=io.StringIO(), stderr=io.StringIO())
