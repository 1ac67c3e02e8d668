from scholargraph.resolve import successors


def test_an_id_that_is_still_used_has_no_successor() -> None:
    before = {"p1": {"X": "method/x"}, "p2": {"X": "method/x"}}
    after = {"p1": {"X": "method/x"}, "p2": {"X": "method/y"}}
    assert successors(before, after) == {}


def test_an_id_that_is_gone_is_replaced_by_where_most_of_its_entities_went() -> None:
    before = {p: {"X": "method/x"} for p in ("p1", "p2", "p3", "p4")}
    after = {
        "p1": {"X": "method/z"},
        "p2": {"X": "method/y"},
        "p3": {"X": "method/y"},
        "p4": {},
    }
    assert successors(before, after) == {"method/x": "method/y"}


def test_a_concept_of_removed_papers_has_no_successor() -> None:
    assert successors({"p1": {"X": "method/x"}}, {}) == {}
