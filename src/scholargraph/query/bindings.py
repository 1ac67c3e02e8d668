"""From what a person gives for a parameter to the term that is bound to it."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Store, Variable

from scholargraph.errors import QueryError
from scholargraph.query import guard, labels
from scholargraph.query.library import NamedQuery, Parameter
from scholargraph.rdf import key
from scholargraph.vocab import Kind

Value = str | int | float | Decimal | bool
Term = NamedNode | Literal

_LABEL_TYPES: Final = frozenset({"Concept", *Kind})
_PERIOD: Final = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def to_terms(
    query: NamedQuery, values: Mapping[str, Value], store: Store
) -> dict[Variable, Term]:
    """
    Return the terms to be bound, by variable, defaults included.

    Raises
    ------
    QueryError
        Where a parameter is missing, unknown, not of its type, or a name that no
        concept of the graph has.

    """
    _check_names(query, values)
    found: dict[Variable, Term] = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            raise QueryError(query.name, f"the parameter {parameter.name!r} is missing")
        found[Variable(parameter.name)] = _to_term(parameter, value, store)
    declared = {parameter.name for parameter in query.parameters}
    for name in sorted(set(values) - declared):
        found[Variable(name)] = _guess(values[name])
    return found


def as_told(query: NamedQuery, values: Mapping[str, str]) -> dict[str, str]:
    """
    Return values in the one spelling of all that ask for the same.

    Names are alike whatever their case, and a default need not be given.

    >>> from scholargraph.query import find
    >>> as_told(find("code-share"), {"task": "Speech  Recognition", "least": "1"})
    {'task': 'speech recognition'}
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    found = {}
    for name, value in sorted(values.items()):
        parameter = known.get(name)
        if parameter is None or value != parameter.default:
            named = parameter is not None and parameter.type in _LABEL_TYPES
            found[name] = key(_bare(value)) if named else value
    return found


def _check_names(query: NamedQuery, values: Mapping[str, Value]) -> None:
    known = {parameter.name for parameter in query.parameters}
    if not known:  # a query without a head: any of its variables
        known = set(guard.variables(query.text))
    for name in sorted(values):
        if name not in known:
            raise QueryError(query.name, f"has no parameter {name!r}", sorted(known))


def _to_term(parameter: Parameter, value: Value, store: Store) -> Term:
    text = str(value)
    where = f"{parameter.name}={text}"
    if parameter.type in _LABEL_TYPES:
        if text == parameter.default:  # such as the empty name, for all
            return Literal(text)
        return Literal(_known_key(parameter, text, store))
    match parameter.type:
        case "integer":
            if not _INTEGER.fullmatch(text):
                raise QueryError(where, "is no whole number")
            return _literal(str(int(text)), "integer")
        case "decimal":
            return _literal(_decimal(text, where), "decimal")
        case "period":
            if not _PERIOD.fullmatch(text):
                raise QueryError(
                    where, "is no period such as 2024, 2024-05, 2024-05-31"
                )
            return Literal(text)
        case _:
            return _text(text, where)


def _known_key(parameter: Parameter, text: str, store: Store) -> str:
    name = _bare(text)
    labels.check(store, name, kind=parameter.type, where=parameter.name)
    return key(name)


def _bare(text: str) -> str:
    # An address, or its end, stands for the concept itself.
    return unquote(text.partition("/concept/")[2] or text)


def _decimal(text: str, where: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise QueryError(where, "is no number") from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        raise QueryError(where, "is no number of at most 18 digits")
    return format(number, "f")


def _text(text: str, where: str) -> Literal:
    try:
        return Literal(text)
    except ValueError as error:  # half of a surrogate pair
        raise QueryError(
            where.encode("utf-8", "replace").decode(), "is not Unicode text"
        ) from error


def _literal(text: str, type_: str) -> Literal:
    return Literal(text, datatype=NamedNode(_XSD + type_))


def _guess(value: Value) -> Term:
    """Return a term for a value whose type nothing declares."""
    if isinstance(value, bool | int | float):
        return Literal(value)
    text = str(value)
    if text.startswith("<") and text.endswith(">"):
        try:
            return NamedNode(text[1:-1])
        except ValueError as error:
            raise QueryError(text, "is no address") from error
    if isinstance(value, Decimal):
        return _literal(format(value, "f"), "decimal")
    if _INTEGER.fullmatch(text):
        return _literal(text, "integer")
    return _text(text, text)
