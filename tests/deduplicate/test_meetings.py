"""Records that share a number are in one set, also where the numbers are on disk."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph.deduplicate.meetings import Meetings, Sets

# Of the first and of the last part, and neighbours.
NUMBERS = st.sampled_from([0, 1, 1 << 58, (1 << 58) + 1, (1 << 64) - 1])
ROWS = st.lists(st.lists(NUMBERS, max_size=3), max_size=12)


def expected(rows: list[list[int]]) -> list[list[int]]:
    """Return the sets of more than one, the slow way."""
    sets = [{index} for index in range(len(rows))]
    for one, keys in enumerate(rows):
        for other in range(one):
            if not set(keys).isdisjoint(rows[other]) and sets[one] is not sets[other]:
                sets[one] |= sets[other]
                for index in sets[one]:
                    sets[index] = sets[one]
    found = {min(each): sorted(each) for each in sets if len(each) > 1}
    return [found[first] for first in sorted(found)]


def joined(meetings: Meetings, rows: Iterable[list[int]]) -> list[list[int]]:
    """Return the same by way of meetings."""
    sets = Sets()
    for keys in rows:
        owner = sets.add()
        for key in keys:
            meetings.add(key, owner)
    for pair in meetings.pairs():
        sets.join(*pair)
    found = sets.several()
    of: defaultdict[int, list[int]] = defaultdict(list)
    for first in found.firsts.tolist():
        of[first] = found.of(first)
    assert found.later().tolist() == sorted(i for each in of.values() for i in each[1:])
    return list(of.values())


@given(ROWS, st.integers(1, 8))
def test_sets_are_those_of_a_common_number(rows: list[list[int]], most: int) -> None:
    with closing(Meetings(None, most)) as meetings:
        assert joined(meetings, rows) == expected(rows)


def test_a_record_that_shares_nothing_is_alone() -> None:
    sets = Sets()
    for _ in range(4):
        sets.add()
    sets.join(3, 1)
    found = sets.several()
    assert [found.of(index) for index in (0, 1, 2)] == [[0], [1, 3], [2]]


def test_nothing_is_left_on_disk(tmp_path: Path) -> None:
    with closing(Meetings(tmp_path, 1)) as meetings:
        assert joined(meetings, [[7], [8], [7]]) == [[0, 2]]
        assert not list(tmp_path.iterdir())


def test_no_room_is_the_systems_own_refusal(tmp_path: Path) -> None:
    with closing(Meetings(tmp_path / "gone", 1)) as meetings, pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        meetings.add(7, 0)
