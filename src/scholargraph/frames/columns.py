"""The columns of each frame: name, type and meaning, in the order of the frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

from scholargraph.vocab import Kind, LinkKind, RelationType, ResultKind, Role

PRECISIONS: Final = ("year", "month", "day")

_TEXT: Final = "text"
_CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "kind": tuple(Kind),
        "role": tuple(Role),
        "relation type": tuple(RelationType),
        "result kind": tuple(ResultKind),
        "link kind": tuple(LinkKind),
        "precision": PRECISIONS,
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a frame.

    ``type`` is ``text``, ``date``, ``integer``, ``number``, ``truth`` (which may be
    missing), ``object``, or the name of a closed vocabulary, which makes a category.
    """

    name: str
    type: str
    meaning: str


_PAPER: Final = Column("paper", _TEXT, "the paper's id")
_EVIDENCE: Final = (
    Column("start", "integer", "where the evidence begins, in characters of the text"),
    Column("end", "integer", "where the evidence ends, exclusive"),
    Column("quote", _TEXT, "the words it was read from"),
    Column("confidence", "number", "the program's probability that it is right"),
)

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "papers": (
            _PAPER,
            Column("title", _TEXT, "the title as written, with its LaTeX"),
            Column("abstract", _TEXT, "the abstract as written"),
            Column("date", "date", "the first day of the known year, month or day"),
            Column("date_precision", "precision", "how much of the date is known"),
            Column("authors", "object", "a tuple of names, in their order"),
            Column("venue", _TEXT, "where it was published"),
            Column("categories", "object", "a tuple of subjects, the main one first"),
            Column("arxiv", _TEXT, "the arXiv identifier"),
            Column("doi", _TEXT, "the DOI"),
            Column("address", _TEXT, "the address its source gives"),
        ),
        "concepts": (
            Column("concept", _TEXT, "the concept's id"),
            Column("kind", "kind", "what sort of thing it is"),
            Column("label", _TEXT, "its preferred name"),
            Column("papers", "integer", "the number of papers that name it"),
            Column("aliases", "object", "a tuple of its other names"),
            Column("broader", "object", "a tuple of ids of wider concepts"),
            Column("ambiguous", "truth", "a short form of several meanings"),
            Column("higher_is_better", "truth", "of metrics, where known"),
            Column("unit", _TEXT, "of metrics, where known"),
            Column("match", _TEXT, "the best match in an outside list"),
            Column("match_exact", "truth", "whether that is the same thing"),
            Column("match_score", "number", "how sure the match is, 0 to 1"),
        ),
        "roles": (
            _PAPER,
            Column("concept", _TEXT, "the concept's id"),
            Column("kind", "kind", "what sort of thing it is"),
            Column("role", "role", "the strongest thing it is to the paper"),
            Column("mentions", "integer", "how often the paper names it"),
            Column("confidence", "number", "that the concept and its role are right"),
        ),
        "mentions": (
            _PAPER,
            Column("concept", _TEXT, "the concept's id"),
            Column("name", _TEXT, "the name that the paper's mentions share"),
            Column("kind", "kind", "what sort of thing it is"),
            Column("role", "role", "what it is to the paper"),
            Column("start", "integer", "where the mention begins, in characters"),
            Column("end", "integer", "where it ends, exclusive"),
            Column("text", _TEXT, "the words of the mention"),
            Column("confidence", "number", "that the span and its kind are right"),
            Column("role_confidence", "number", "that the concept and role are right"),
        ),
        "relations": (
            _PAPER,
            Column("head", _TEXT, "the id of the concept it is stated of"),
            Column("type", "relation type", "what is stated"),
            Column("tail", _TEXT, "the id of the other concept"),
            Column("head_name", _TEXT, "the head as the paper names it"),
            Column("tail_name", _TEXT, "the tail as the paper names it"),
            *_EVIDENCE,
        ),
        "results": (
            _PAPER,
            Column("number", "integer", "the result's number in its paper, from 1"),
            Column("method", _TEXT, "the id of the method, where the text says it"),
            Column("dataset", _TEXT, "the id of the dataset, where the text says it"),
            Column("task", _TEXT, "the id of the task, where the text says it"),
            Column("metric", _TEXT, "the id of the metric, where the text says it"),
            Column("raw", _TEXT, "the number as written"),
            Column("value", "number", "the number; nothing is rescaled"),
            Column("decimal", "object", "the number, exactly, as a Decimal or None"),
            Column("unit", _TEXT, "the unit as written, or the empty text"),
            Column("kind", "result kind", "a score, a gain over one, or a ratio"),
            *_EVIDENCE,
        ),
        "links": (
            _PAPER,
            Column("url", _TEXT, "the address as written"),
            Column("kind", "link kind", "what stands there"),
            Column("own", "truth", "whether it is the paper's own"),
            *_EVIDENCE,
        ),
    }
)


def to_frame(name: str, values: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Return the frame of that name from the values of its columns."""
    return pd.DataFrame(
        {c.name: _to_series(values[c.name], c.type) for c in COLUMNS[name]},
        copy=False,
    )


def _to_series(values: Sequence[Any], type_: str) -> Any:
    if type_ in _CATEGORIES:
        categories = list(map(str, _CATEGORIES[type_]))
        number = {category: code for code, category in enumerate(categories)}
        codes = [number.get(value, -1) for value in values]
        return pd.Categorical.from_codes(codes, categories=pd.Index(categories))
    if type_ == _TEXT:
        # Arrow takes a list in one piece, ten times faster than pandas does.
        return pd.array(pa.array(values, pa.large_string()), dtype=_DTYPES[_TEXT])
    if type_ == "object":
        series = pd.Series([None] * len(values), dtype=object)
        series[:] = values
        return series
    return pd.Series(values, dtype=_DTYPES[type_])  # type: ignore[call-overload,unused-ignore]


_DTYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # A fifth of the memory of Python strings.
        _TEXT: "string[pyarrow]",
        "date": "datetime64[s]",
        "integer": "int64",
        "number": "float64",
        "truth": "boolean",
    }
)
