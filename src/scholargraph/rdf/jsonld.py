"""
JSON-LD of a stream of triples, one object a line, and its context.

Written here since no JSON-LD library streams. Triples of one subject that follow
each other make one object; a reader joins objects of the same ``@id``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import IO, Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from scholargraph.rdf import terms
from scholargraph.rdf.terms import OWN_TERMS, PREFIXES, Sg
from scholargraph.vocab import SG

Json = dict[str, Any]

_LITERALS: Final = {
    Sg.start: terms.INTEGER,
    Sg.end: terms.INTEGER,
    Sg.paperCount: terms.INTEGER,
    Sg.confidence: terms.DECIMAL,
    Sg.value: terms.DECIMAL,
    Sg.own: terms.BOOLEAN,
    Sg.higherIsBetter: terms.BOOLEAN,
    Sg.scaleDoubt: terms.BOOLEAN,
    Sg.ambiguous: terms.BOOLEAN,
}
_TEXTS: Final = (
    Sg.quote,
    Sg.key,
    Sg.sharedName,
    Sg.rawValue,
    Sg.unit,
    Sg.authors,
    Sg.venue,
    Sg.usualUnit,
    Sg.scale,
    Sg.valueRange,
)
_INDIVIDUALS: Final = (Sg.linkKind, Sg.resultKind, Sg.predicate)
_OTHERS: Final[dict[str, tuple[NamedNode, bool]]] = {
    "label": (terms.LABEL, False),
    "seeAlso": (terms.SEE_ALSO, True),
    "prefLabel": (terms.PREF_LABEL, False),
    "altLabel": (terms.ALT_LABEL, False),
    "broader": (terms.BROADER, True),
    "exactMatch": (terms.EXACT_MATCH, True),
    "closeMatch": (terms.CLOSE_MATCH, True),
    "isReplacedBy": (terms.IS_REPLACED_BY, True),
    "title": (terms.TITLE, False),
    "abstract": (terms.ABSTRACT, False),
    "date": (terms.DATE, False),
    "identifier": (terms.IDENTIFIER, False),
    "creator": (terms.CREATOR, False),
    "category": (terms.SUBJECT_HEADING, False),
    "wasGeneratedBy": (terms.GENERATED_BY, True),
    "wasAssociatedWith": (terms.ASSOCIATED_WITH, True),
}


def context() -> Json:
    """Return the JSON-LD context: each term of the data under a short name."""
    found: Json = dict(PREFIXES)
    for term in OWN_TERMS:
        name = term.value.removeprefix(SG)
        if term in _LITERALS:
            type_ = "xsd:" + _LITERALS[term].value.rpartition("#")[2]
            found[name] = {"@id": f"sg:{name}", "@type": type_}
        elif term in _INDIVIDUALS:
            found[name] = {"@id": f"sg:{name}", "@type": "@vocab"}
        elif term in _TEXTS or name[0].isupper() or term in _VALUES:
            found[name] = f"sg:{name}"
        else:
            found[name] = {"@id": f"sg:{name}", "@type": "@id"}
    for name, (term, is_address) in _OTHERS.items():
        curie = _curie(term)
        found[name] = {"@id": curie, "@type": "@id"} if is_address else curie
    return dict(sorted(found.items()))


_VALUES: Final = frozenset(
    {
        *terms.LINK_KINDS.values(),
        *terms.RESULT_KINDS.values(),
    }
)
_NAMES: Final = {
    **{term: term.value.removeprefix(SG) for term in OWN_TERMS},
    **{term: name for name, (term, _) in _OTHERS.items()},
}


# Properties whose values the context takes for addresses.
_ADDRESSES: Final = frozenset(
    {
        *(term for term, is_address in _OTHERS.values() if is_address),
        *(
            term
            for term, name in _NAMES.items()
            if term in OWN_TERMS
            and not name[0].isupper()
            and term not in {*_LITERALS, *_TEXTS, *_INDIVIDUALS, *_VALUES}
        ),
    }
)


def _curie(term: NamedNode, names: Mapping[str, str] = PREFIXES) -> str:
    for prefix, address in names.items():
        if term.value.startswith(address):
            return f"{prefix}:{term.value.removeprefix(address)}"
    return term.value


def write(
    triples: Iterable[Triple], stream: IO[bytes], *, names: Mapping[str, str] = PREFIXES
) -> None:
    """
    Write triples as one JSON-LD document.

    ``names`` are the prefixes for terms that are not in our own context.
    """
    write_objects(objects(triples, names=names), stream, {**names, **context()})


def write_objects(items: Iterable[Json], stream: IO[bytes], context: Json) -> None:
    """Write JSON-LD objects as one document under a context."""
    head = json.dumps(context, ensure_ascii=False, indent=1)
    stream.write(b'{"@context": ' + head.encode() + b',\n"@graph": [')
    comma = b"\n"
    for item in items:
        # A web page that holds this must not be ended by a title: the same, escaped.
        line = json.dumps(item, ensure_ascii=False).replace("</", "<\\/")
        stream.write(comma + line.encode())
        comma = b",\n"
    stream.write(b"\n]}\n")


def objects(
    triples: Iterable[Triple], *, names: Mapping[str, str] = PREFIXES
) -> Iterator[Json]:
    """Yield one object for each run of triples with the same subject."""
    for subject, group in groupby(triples, attrgetter("subject")):
        found: Json = {"@id": subject.value}
        for triple in group:
            name, value = _property(triple, names)
            if name not in found:
                found[name] = value
            elif isinstance(found[name], list):
                found[name].append(value)
            else:
                found[name] = [found[name], value]
        yield found


def _property(triple: Triple, names: Mapping[str, str]) -> tuple[str, object]:
    predicate, value = triple.predicate, triple.object
    name = _NAMES.get(predicate) or _curie(predicate, names)
    if isinstance(value, NamedNode):
        if predicate == terms.TYPE:
            return "@type", _NAMES.get(value) or _curie(value, names)
        if predicate in _INDIVIDUALS:
            return name, _NAMES.get(value, value.value)
        return name, value.value if predicate in _ADDRESSES else {"@id": value.value}
    if not isinstance(value, Literal):
        raise TypeError(f"{value}: a graph without blank nodes was expected")
    return name, _literal(predicate, value)


def _literal(predicate: NamedNode, value: Literal) -> object:
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype == _LITERALS.get(predicate):
        # JSON's own numbers stand for integers alone; others are doubles in JSON-LD.
        native = value.datatype in {terms.INTEGER, terms.BOOLEAN}
        return json.loads(value.value) if native else value.value
    if value.datatype == terms.STRING:
        # Where the context expects something else, a bare string would become that.
        typed = predicate in _ADDRESSES or predicate in _LITERALS
        return {"@value": value.value} if typed else value.value
    return {"@value": value.value, "@type": value.datatype.value}
