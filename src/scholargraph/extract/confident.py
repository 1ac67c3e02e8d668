"""Keep of an extraction what the extractor is sure enough of."""

from dataclasses import replace

from scholargraph.model import Entity, Extraction


def confident(extraction: Extraction, least: float) -> Extraction:
    """
    Return the extraction without what its confidence is below ``least``.

    A statement goes with a concept that it is about, and so does a mention whose
    concept is unsure; a concept that is sure keeps all its mentions.
    """
    entities = tuple(each for each in extraction.entities if each.confidence >= least)
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


def _names(entities: tuple[Entity, ...]) -> set[str | None]:
    return {each.name for each in entities}
