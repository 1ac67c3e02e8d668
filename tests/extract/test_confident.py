"""What is kept of an extraction by its confidence."""

from hypothesis import given
from hypothesis import strategies as st

from scholargraph.extract.confident import confident
from scholargraph.model import Entity, Extraction, Mention, Relation, Result, Span
from scholargraph.vocab import Kind, RelationType, ResultKind, Role


def entity(name: str, kind: Kind, confidence: float) -> Entity:
    mention = Mention(0, len(name), name, kind, 0.5)
    return Entity(name, kind, Role.MENTIONS, (mention,), confidence)


def extraction(*sure: float) -> Extraction:
    method, metric, relation, result = sure
    return Extraction(
        paper_id="a",
        entities=(
            entity("SAM", Kind.METHOD, method),
            entity("AP", Kind.METRIC, metric),
            entity("CNN", Kind.METHOD, 1.0),
        ),
        relations=(Relation("CNN", RelationType.PART_OF, "SAM", Span(0, 9), relation),),
        results=(
            Result(
                method=None,
                dataset=None,
                task=None,
                metric="AP",
                value="1",
                unit="",
                kind=ResultKind.ABSOLUTE,
                evidence=Span(0, 9),
                confidence=result,
            ),
        ),
        links=(),
        extractor="x",
    )


def test_what_is_sure_enough_stays() -> None:
    whole = extraction(0.9, 0.9, 0.9, 0.9)
    assert confident(whole, 0.9) == whole


def test_a_statement_goes_with_its_concept() -> None:
    kept = confident(extraction(0.2, 0.2, 0.9, 0.9), 0.5)
    assert [each.name for each in kept.entities] == ["CNN"]
    assert kept.relations == ()
    assert kept.results == ()


def test_of_a_sure_concept_the_surest_mention_stays() -> None:
    spots = ((0, 0.2), (4, 0.4), (8, 0.3))
    mentions = tuple(Mention(at, at + 3, "SAM", Kind.METHOD, c) for at, c in spots)
    sam = Entity("SAM", Kind.METHOD, Role.USES, mentions, 0.9)
    whole = Extraction("a", (sam,), (), (), (), "x")
    (few,) = confident(whole, 0.3).entities
    assert few.mentions == mentions[1:]
    (one,) = confident(whole, 0.5).entities
    assert one.mentions == mentions[1:2]


@given(st.tuples(*[st.floats(0, 1)] * 4), st.floats(0, 1))
def test_nothing_unsure_and_nothing_dangling_is_left(
    sure: tuple[float, float, float, float], least: float
) -> None:
    kept = confident(extraction(*sure), least)
    names = {each.name for each in kept.entities}
    assert all(each.confidence >= least for each in kept.entities)
    for relation in kept.relations:
        assert relation.confidence >= least
        assert {relation.head, relation.tail} <= names
    assert confident(kept, least) == kept
