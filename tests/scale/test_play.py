"""The measuring itself: requests are played in turns, and a wrong answer ends the run instead of looking fast."""

from typing import Any

import pytest

from tests.scale.play import Target, Times, UnexpectedAnswer, interleave, ratio
from tests.scale.report import Report


def test_the_plans_requests_are_played_in_their_order_over_all_rounds(live_server: Any) -> None:
    target = Target(live_server.url, {"paths": ["/healthz", "/khong-co/"]})
    assert [path for _method, path, _body in target.requests(3)] == ["/healthz", "/khong-co/", "/healthz"]
    assert next(target.requests(1))[1] == "/khong-co/"


def test_a_wrong_answer_ends_the_run(live_server: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        Target(live_server.url, {"path": "/khong-co/"}).play(1)


def test_every_round_is_kept_and_the_warming_up_is_not(live_server: Any) -> None:
    one, other = (Target(live_server.url, {"path": "/healthz"}) for _each in range(2))
    interleave([one, other], rounds=2, number=3, warm=1)
    assert [len(part) for part in one.times.rounds] == [3, 3]
    assert ratio(one.times, other.times) > 0


def test_a_missed_target_is_told() -> None:
    report = Report(1000)
    times = {key: Times([[ms] * 20], [3] * 20) for key, ms in (("large", 4.0), ("bare", 1.0))}
    report.request("follow", times, 6, True)
    assert report.met
    report.add("list", "", "1.50", "≤ 1.2", False)
    assert not report.met
    assert "| follow | 3 | 6 | 4.0 | 4.0 | 4.0 | – | met |" in report.markdown()
    assert "**missed**" in report.markdown()
