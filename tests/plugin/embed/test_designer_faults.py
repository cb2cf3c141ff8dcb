"""What is wrong in several sizes is told once, with the worst that was measured."""

import pytest

from pakn_plugin.drawing.checking import LOWEST
from pakn_plugin.drawing.reading import Problem, read
from pakn_plugin.embed.designer_faults import Fault, grouped
from pakn_plugin.models import BannerDesign
from pakn_plugin.services import designs


def test_contrasts_of_a_layer_and_scheme_are_one_fault() -> None:
    found = grouped(
        [
            Problem("x", None),
            Problem("a", 5, "màu sáng", "970x90", 4.3),
            Problem("b", 5, "màu sáng", "a4", 4.12),
            Problem("c", 5, "màu sáng", "a4", 4.4),
            Problem("d", 5, "màu tối", "a4", 1.0),
        ]
    )
    assert found == [
        Fault(0, "x", ()),
        Fault(6, "màu sáng: tương phản 4,1 (cần 4,5)", ("970 × 90", "A4")),
        Fault(6, "màu tối: tương phản 1,0 (cần 4,5)", ("A4",)),
    ]


@pytest.mark.django_db
def test_what_is_measured_on_a_design_is_grouped() -> None:
    draft = BannerDesign.objects.get(code="bien-xanh").draft
    draft["schemes"]["light"]["ink"] = draft["schemes"]["light"]["ground"]
    problems = designs.hindrances(read(draft))
    faults = grouped(problems)
    assert 0 < len(faults) < len(problems)
    assert all(problem.contrast < LOWEST for problem in problems if problem.contrast is not None)
    assert any("màu sáng: tương phản" in fault.message and len(fault.sizes) > 1 for fault in faults)
