"""Keep of an extraction what the extractor is sure enough of."""

from dataclasses import replace

from scholargraph.model import Entity, Extraction


def confident(extraction: Extraction, least: float) -> Extraction:
    """
    Return the extraction without what its confidence is below ``least``.

    A statement goes with a concept that it is about. A sure concept keeps its sure
    mentions, or the surest one, since it is never without its words.
    """
    entities = tuple(
        _with_sure_mentions(each, least)
        for each in extraction.entities
        if each.confidence >= least
    )
    names = _names(entities) | {None}
    return replace(
        extraction,
        entities=entities,
        relations=tuple(
            each
            for each in extraction.relations
            if each.confidence >= least and {each.head, each.tail} <= names
        ),
        results=tuple(
            each
            for each in extraction.results
            if each.confidence >= least
            and {each.method, each.dataset, each.task, each.metric} <= names
        ),
        links=tuple(each for each in extraction.links if each.confidence >= least),
    )


def _with_sure_mentions(entity: Entity, least: float) -> Entity:
    sure = tuple(each for each in entity.mentions if each.confidence >= least)
    by_confidence = sorted(entity.mentions, key=lambda each: -each.confidence)
    return replace(entity, mentions=sure or tuple(by_confidence[:1]))


def _names(entities: tuple[Entity, ...]) -> set[str | None]:
    return {each.name for each in entities}
