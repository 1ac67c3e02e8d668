"""What a query gives back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final
from typing import Literal as OneOf

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from scholargraph.text import is_formula

Term = NamedNode | BlankNode | Literal | Triple
Value = str | int | float | Decimal | bool

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_PYTHON: Final[Mapping[str, Callable[[str], Value]]] = MappingProxyType(
    {
        _XSD + "integer": int,
        _XSD + "decimal": Decimal,
        _XSD + "double": float,
        _XSD + "float": float,
        _XSD + "boolean": lambda text: text in {"true", "1"},
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Rows of terms, one term or ``None`` for each variable.

    A yes or no is one row of ``answer``; a graph is rows of ``subject``,
    ``predicate`` and ``object``.
    """

    form: OneOf["rows", "truth", "graph"]
    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def values(self) -> Iterator[tuple[Value | None, ...]]:
        """Yield the rows as numbers, truth values and text; addresses are text."""
        for row in self.rows:
            yield tuple(None if term is None else to_python(term) for term in row)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def formulas(self) -> int:
        """Count the texts that a spreadsheet may take for formulas."""
        terms = (term for row in self.rows for term in row)
        return sum(
            isinstance(term, Literal)
            and term.datatype.value not in _PYTHON
            and is_formula(term.value)
            for term in terms
        )


def to_python(term: Term) -> Value:
    """
    Return a number, a truth value or text for a term.

    >>> to_python(Literal(3)), to_python(NamedNode("https://example.org/"))
    (3, 'https://example.org/')
    """
    if isinstance(term, Literal):
        convert = _PYTHON.get(term.datatype.value, str)
        try:
            return convert(term.value)
        except (ValueError, ArithmeticError):  # an ill-typed literal
            return term.value
    return term.value if isinstance(term, NamedNode | BlankNode) else str(term)
