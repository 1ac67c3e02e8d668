"""A set that goes to disk is a set like any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholargraph import seen
from scholargraph.errors import ScholargraphError
from scholargraph.seen import Seen

TEXTS = st.tuples(st.sampled_from(["", "a", "b", "\ud800"]), st.sampled_from("ab"))


@given(st.lists(st.one_of(TEXTS, st.none()), max_size=40), st.integers(1, 5))
def test_each_is_new_once_until_all_is_forgotten(
    steps: list[tuple[str, str] | None], most: int
) -> None:
    found, expected = Seen(most), set[tuple[str, str]]()
    for parts in steps:
        if parts is None:
            found.clear()
            expected.clear()
        else:
            assert found.add(*parts) == (parts not in expected)
            expected.add(parts)


def test_a_full_disk_gives_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_PAGES", "PRAGMA max_page_count = 8")
    found = Seen(most=100)
    numbers = map(str, range(10_000))
    with pytest.raises(ScholargraphError, match="temporary file: cannot be written"):
        list(map(found.add, numbers))
