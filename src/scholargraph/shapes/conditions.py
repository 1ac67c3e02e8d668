"""
What SHACL asks of a value, as SPARQL expressions of ``?node`` and ``?value``.

An expression that ends in an error (a number compared with a text) is as good as false:
who uses it says so once, with ``COALESCE``.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from rdflib import SH, XSD
from rdflib.term import Node

Compiler = Callable[[Sequence[str]], str]

# How to tell a literal whose text is not of its datatype, `"late"^^xsd:date`. A
# comparison with any other value of the datatype is an error then.
_WELL_FORMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        XSD.string.n3(): "true",
        XSD.integer.n3(): "isNumeric(?value)",
        XSD.decimal.n3(): "isNumeric(?value)",
        XSD.boolean.n3(): "?value IN (true, false)",
        **{
            type_.n3(): f'(?value < "{least}"^^{type_.n3()}) IN (true, false)'
            for type_, least in (
                (XSD.date, "0001-01-01"),
                (XSD.gYearMonth, "0001-01"),
                (XSD.gYear, "0001"),
            )
        },
    }
)


def _datatype(terms: Sequence[str]) -> str:
    (type_,) = terms
    return f"(datatype(?value) = {type_} && {_WELL_FORMED[type_]})"


def _class(terms: Sequence[str]) -> str:
    return f"EXISTS {{ ?value a {terms[0]} }}"


def _node_kind(terms: Sequence[str]) -> str:
    return {SH.IRI.n3(): "isIRI(?value)", SH.Literal.n3(): "isLiteral(?value)"}[
        terms[0]
    ]


def _any(alternatives: Sequence[str]) -> str:
    return f"({' || '.join(map(_sure, alternatives))})"


def _one(alternatives: Sequence[str]) -> str:
    return f"({' + '.join(f'IF({_sure(a)}, 1, 0)' for a in alternatives)} = 1)"


def _sure(expression: str) -> str:
    return f"COALESCE({expression}, false)"


def _less_than(terms: Sequence[str]) -> str:
    return (
        f"NOT EXISTS {{ ?node {terms[0]} ?other "
        "FILTER(!COALESCE(?value < ?other, false)) }"
    )


COMPILERS: Final[Mapping[Node, Compiler]] = MappingProxyType(
    {
        SH["class"]: _class,
        SH.datatype: _datatype,
        SH.nodeKind: _node_kind,
        SH["in"]: lambda terms: f"?value IN ({', '.join(terms)})",
        SH["or"]: _any,
        SH.xone: _one,
        SH["not"]: lambda shapes: f"!{_sure(shapes[0])}",
        SH.minInclusive: lambda terms: f"?value >= {terms[0]}",
        SH.maxInclusive: lambda terms: f"?value <= {terms[0]}",
        SH.minLength: lambda terms: f"STRLEN(STR(?value)) >= {terms[0]}",
        SH.pattern: lambda terms: f"REGEX(STR(?value), {terms[0]})",
        SH.lessThan: _less_than,
    }
)
# Those whose value is a shape, or a list of shapes.
OF_SHAPES: Final = frozenset({SH["or"], SH.xone, SH["not"]})
OF_LISTS: Final = frozenset({SH["or"], SH.xone, SH["in"]})
