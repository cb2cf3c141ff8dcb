"""What a run has found, as tables."""

import os
import platform
from typing import Any

from tests.scale.play import Times, ratio

MARK = {True: "met", False: "**missed**", None: ""}


class Report:
    """Rows of figures with their targets."""

    def __init__(self, cases: int) -> None:
        self.cases = cases
        self.rows: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []

    @property
    def met(self) -> bool:
        """Whether no target was missed."""
        return all(row["met"] is not False for row in self.rows + self.requests)

    def add(self, what: str, size: str, figure: str, target: str, met: bool | None) -> None:
        """A figure; `met` is None where there is no target."""
        self.rows.append({"what": what, "size": size, "figure": figure, "target": target, "met": met})

    def request(self, name: str, times: dict[str, Times], limit: int | None, met: bool) -> None:
        """A request on the large database beside the bare view and the small database."""
        large, bare, small = times["large"], times["bare"], times.get("small")
        row = {"name": name, "sql": large.sql(), "limit": limit, "met": met if limit else None}
        row |= {"median": large.median(), "p95": large.p95(), "bare": ratio(large, bare)}
        self.requests.append(row | {"small": ratio(large, small) if small else None})

    def markdown(self) -> str:
        """Both tables."""
        lines = [
            f"{os.cpu_count()} cores, Python {platform.python_version()}, {self.cases:,} cases in the large database",
            "",
            "| request | SQL | budget | median ms | p95 ms | × bare view | × small database | |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for row in self.requests:
            small = f"{row['small']:.2f}" if row["small"] else "–"
            lines.append(
                f"| {row['name']} | {row['sql']} | {row['limit'] or '–'} | {row['median']:.1f} | {row['p95']:.1f} "
                f"| {row['bare']:.1f} | {small} | {MARK[row['met']]} |"
            )
        lines += ["", "| what | size | figure | target | |", "|---|---|---|---|---|"]
        for row in self.rows:
            lines.append(f"| {row['what']} | {row['size']} | {row['figure']} | {row['target']} | {MARK[row['met']]} |")
        return "\n".join(lines) + "\n"
