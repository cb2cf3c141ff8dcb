"""Ids that workers hand out by themselves: each chunk of cases has a range of its own in every table."""

from collections.abc import Mapping

# How many ids of a table are set aside for each case; most cases need far fewer.
STRIDE = {
    "Reporter": 1,
    "Case": 1,
    "Event": 24,
    "Deadline": 10,
    "Pause": 2,
    "Holding": 10,
    "Transfer": 4,
    "Message": 6,
    "Note": 4,
    "Reply": 4,
    "Rating": 3,
    "Review": 3,
    "Publication": 1,
}
# A chunk of few cases may hold one that needs more.
SPARE = 100


def width(table: str, cases: int) -> int:
    """How many ids of a table a chunk of so many cases has."""
    return cases * STRIDE[table] + SPARE


class Ids:
    """The ranges of one chunk. A life that is thrown away gives its ids back."""

    def __init__(self, first: Mapping[str, int], cases: int) -> None:
        self.next = dict(first)
        self.end = {table: first[table] + width(table, cases) for table in first}

    def take(self, table: str) -> int:
        """The next free id. Raises OverflowError where the range is used up."""
        found = self.next[table]
        if found >= self.end[table]:
            raise OverflowError(f"no id left for {table}")
        self.next[table] = found + 1
        return found

    def mark(self) -> dict[str, int]:
        """Where the ranges stand, for `back`."""
        return dict(self.next)

    def back(self, mark: dict[str, int]) -> None:
        """Give back what was taken since a mark."""
        self.next = mark
