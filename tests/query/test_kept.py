"""Kept answers: bounded, the least recently used dropped first."""

from hypothesis import given
from hypothesis import strategies as st

from scholargraph.query import Kept

LIMIT = 40


def test_the_least_recently_used_is_dropped_first() -> None:
    kept = Kept[str](limit=8)
    for key in ("a", "b", "c", "d"):
        assert kept.put(key, key.upper(), 2)
    assert kept.get("a") == "A"
    assert kept.put("e", "E", 2)
    assert kept.get("b") is None
    assert [kept.get(key) for key in ("a", "c", "d", "e")] == ["A", "C", "D", "E"]
    assert (kept.hits, kept.misses, len(kept), kept.size) == (5, 1, 4, 8)


def test_one_that_would_drive_out_the_rest_is_not_kept() -> None:
    kept = Kept[str](limit=8)
    assert not kept.put("large", "L", 3)
    assert kept.get("large") is None


def test_nothing_is_kept_without_room() -> None:
    kept = Kept[str](limit=0)
    assert not kept.put("a", "A", 1)
    assert len(kept) == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 15), st.booleans()), max_size=60
    )
)
def test_sizes_stay_within_the_limit_and_values_are_right(
    steps: list[tuple[int, int, bool]],
) -> None:
    kept = Kept[int](limit=LIMIT)
    last: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for number, (key, size, asked) in enumerate(steps):
        if asked:
            assert kept.get(key) in {None, last.get(key)}
        elif kept.put(key, number, size):
            last[key], sizes[key] = number, size
        assert kept.size <= LIMIT
    held = [key for key in last if kept.get(key) is not None]
    assert kept.size == sum(sizes[key] for key in held)
    kept.clear()
    assert (kept.size, len(kept)) == (0, 0)
