"""What is wrong with a graph, as text for people and as JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Store

from scholargraph import rdf, vocab
from scholargraph.shapes.checking import Finding, Violation, findings
from scholargraph.shapes.reading import shipped_shapes
from scholargraph.shapes.vocabulary import declared_terms

FORMATS: Final = ("table", "json")
_WIDTH: Final = 100
_DATATYPE: Final = re.compile(r"(?<=\"\^\^)<([^<>]*)>$")


@dataclass(frozen=True, slots=True)
class Report:
    """
    What is wrong with a graph, by what is asked for; it conforms if nothing is.

    ``base`` is the address that the graph's own addresses begin with.
    """

    findings: tuple[Finding, ...]
    triples: int
    base: str = vocab.BASE

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def count(self) -> int:
        """How many violations there are."""
        return sum(finding.count for finding in self.findings)


def check(
    store: Store, *, base: str = vocab.BASE, limit: int | None = None, threads: int = 1
) -> Report:
    """
    Check a store against the shapes of the ontology and its list of terms.

    Of one sort of violation at most ``limit`` are kept; all are counted.
    """
    constraints = (*shipped_shapes(), *declared_terms())
    found = tuple(findings(store, constraints, limit=limit, threads=threads))
    return Report(found, len(store), base)


def to_text(report: Report) -> str:
    """Return a line for each sort of violation, and one for each that was kept."""
    prefixes = rdf.prefixes(report.base)
    return "\n".join(
        line for finding in report.findings for line in _lines(finding, prefixes)
    )


def to_json(report: Report) -> str:
    """Return one JSON object, its parts named much as in SHACL's own reports."""
    listed = [
        {
            "shape": finding.constraint.shape,
            "path": finding.constraint.path,
            "message": finding.constraint.message,
            "count": finding.count,
            "violations": [_fields(violation) for violation in finding.examples],
        }
        for finding in report.findings
    ]
    found = {"conforms": report.conforms, "count": report.count, "findings": listed}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _fields(violation: Violation) -> dict[str, str]:
    return {"node": violation.node, "found": violation.found}


def _lines(finding: Finding, prefixes: Mapping[str, str]) -> list[str]:
    path = finding.constraint.path
    of = f" ({short(path, prefixes)})" if path else ""
    lines = [f"{finding.constraint.message}{of}: {finding.count:,} wrong"]
    for violation in finding.examples:
        what = _what(violation, prefixes)
        lines.append(f"    {short(violation.node, prefixes)}{what}")
    left = finding.count - len(finding.examples)
    return [*lines, f"    … and {left:,} more"] if left else lines


def _what(violation: Violation, prefixes: Mapping[str, str]) -> str:
    found = short(violation.found, prefixes)
    if len(found) > _WIDTH:
        found = f"{found[: _WIDTH - 1]}…"
    return f"  has {found}" if found else ""


def short(text: str, prefixes: Mapping[str, str]) -> str:
    """
    Return an address, or a literal's datatype, with its prefix where it has one.

    >>> short("https://e.org/paper/a-1", {"paper": "https://e.org/paper/"})
    'paper:a-1'
    >>> short('"4"^^<https://e.org/x#int>', {"x": "https://e.org/x#"})
    '"4"^^x:int'
    """
    if text.startswith('"'):
        return _DATATYPE.sub(lambda match: short(match[1], prefixes), text)
    # The longest address that fits: those of data stand under one another.
    for name, address in sorted(prefixes.items(), key=lambda item: -len(item[1])):
        if text.startswith(address):
            return f"{name}:{text.removeprefix(address)}"
    return text
