"""Which concepts a person's decisions touch that one graph has and another lacks."""

from collections.abc import Iterable, Mapping

from scholargraph.resolve import Overrides


def differing(old: Overrides, new: Overrides) -> set[str]:
    r"""
    Return the ids of concepts that decisions of only one of the two name.

    >>> from scholargraph.resolve.overrides import parse_overrides
    >>> text = '[[rename]]\nconcept = "method/sam"\nlabel = "Segment Anything"'
    >>> differing(Overrides(), parse_overrides(text))
    {'method/sam'}
    """
    first, second = (
        {_said(d.action, d.fields) for d in o.decisions} for o in (old, new)
    )
    return {id_ for _, ids, _ in first ^ second for id_ in ids}


def _said(
    action: str, fields: Mapping[str, object]
) -> tuple[str, tuple[str, ...], str]:
    one, many = fields.get("concept"), fields.get("concepts")
    ids = [str(id_) for id_ in (many if isinstance(many, Iterable) else ())]
    if one is not None:
        ids.append(str(one))
    return action, tuple(ids), repr(sorted(fields.items()))


def touched(
    before: Mapping[str, str], after: Mapping[str, str], overridden: set[str]
) -> set[str]:
    """
    Return the concepts of names that were of an overridden concept, or are now.

    A merge or a split gives names to concepts that no decision names.
    """
    moved = {
        (before.get(name), after.get(name))
        for name in {*before, *after}
        if before.get(name) != after.get(name)
    }
    return {
        id_ for pair in moved for id_ in pair if id_ and not overridden.isdisjoint(pair)
    }
