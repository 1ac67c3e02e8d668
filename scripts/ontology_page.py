"""
Write docs/ontology.html from the ontology, or check that it is up to date.

``ontology_page.py --write`` writes the page; without it the exit status says whether it
is what the ontology says.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from ontology_diagram import draw
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, URIRef
from rdflib.term import Node

from scholargraph.vocab import ONTOLOGY, SG

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "ontology.html"
FOLDER: Final = ROOT / "ontology"
SORTS: Final = (
    ("Classes", OWL.Class),
    ("Object properties", OWL.ObjectProperty),
    ("Data properties", OWL.DatatypeProperty),
    ("Individuals", OWL.NamedIndividual),
)
FACTS: Final = (
    ("a kind of", RDFS.subClassOf),
    ("narrower than", RDFS.subPropertyOf),
    ("domain", RDFS.domain),
    ("range", RDFS.range),
    ("close to", SKOS.closeMatch),
    ("see also", RDFS.seeAlso),
)
PREFIXES: Final[Mapping[str, str]] = {
    "http://www.w3.org/2001/XMLSchema#": "xsd",
    "https://linkedpaperswithcode.com/property/": "lpwcp",
}
CONCEPTS: Final = frozenset({"Concept", "Method", "Dataset", "Task", "Metric"})
# Said of the ontology and its terms, not of data.
ABOUT: Final = frozenset(
    {
        DCTERMS.description,
        DCTERMS.license,
        SKOS.definition,
        SKOS.example,
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
    }
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a fact: its words, and where they lead."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the page shows it."""

    name: str
    label: str
    definition: str
    example: str
    facts: tuple[tuple[str, tuple[Value, ...]], ...]


def terms(graph: Graph, type_: URIRef) -> list[Term]:
    """Return our own terms of a type, by name."""
    found = {t for t in graph.subjects(RDF.type, type_) if str(t).startswith(SG)}
    return [term(graph, node) for node in sorted(found, key=str)]


def term(graph: Graph, node: Node) -> Term:
    """Return a term with all that is said of it."""
    facts = [
        (name, tuple(values(graph, graph.objects(node, property_))))
        for name, property_ in FACTS
    ]
    below = [*graph.subjects(RDFS.subClassOf, node)]
    below += [*graph.subjects(RDFS.subPropertyOf, node)]
    facts.append(("includes", tuple(values(graph, below))))
    facts.append(("values", tuple(values(graph, graph.subjects(RDF.type, node)))))
    if (node, RDF.type, OWL.FunctionalProperty) in graph:
        facts.append(("", (Value("at most one value"),)))
    facts.append(("address", (Value(str(node)),)))
    label, definition, example = (
        str(graph.value(node, p)) for p in (RDFS.label, SKOS.definition, SKOS.example)
    )
    name = str(node).removeprefix(SG)
    return Term(name, label, definition, example, tuple(f for f in facts if f[1]))


def values(graph: Graph, nodes: Iterable[Node]) -> Iterator[Value]:
    """Yield classes and other terms with their links; a union's members are joined."""
    for node in sorted(nodes, key=str):
        if isinstance(node, URIRef):
            yield value(graph, node)
        elif members := graph.value(node, OWL.unionOf):
            names = [value(graph, m).text for m in graph.items(members)]
            yield Value(" or ".join(names))


def value(graph: Graph, node: Node) -> Value:
    """Return a term's short name and its link, within the page if it is our own."""
    address = str(node)
    if address.startswith(SG):
        name = address.removeprefix(SG)
        return Value(f"sg:{name}", f"#{name}")
    for namespace, prefix in PREFIXES.items():
        if address.startswith(namespace):
            return Value(f"{prefix}:{address.removeprefix(namespace)}", address)
    return Value(graph.namespace_manager.normalizeUri(address), address)


def arrows(graph: Graph) -> dict[tuple[str, str], list[str]]:
    """Return the object properties by the names of their ends; roles go to one end."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in sorted(graph.subjects(RDF.type, OWL.ObjectProperty), key=str):
        if not str(node).startswith(SG):
            continue
        name = str(node).removeprefix(SG)
        for source in ends(graph, node, RDFS.domain):
            found[source, target(graph, node, source)].append(name)
    for lines in found.values():
        lines[:] = sorted(set(lines))
    role_ends = [f"{n} ({short})" for n, short in role_ranges(graph)]
    found["Paper", "Concept"] = role_ends
    found["Extracted", "Extractor"].append("prov:wasGeneratedBy, of a run")
    return dict(found)


def target(graph: Graph, node: Node, source: str) -> str:
    """Return where a property's arrow ends: parts of a frame stand for the frame."""
    (range_, *others) = ends(graph, node, RDFS.range) or ["Concept"]
    kinds = {"Method", "Dataset", "Task", "Metric"}
    if others or (range_ in kinds and source in {"Paper", "Result"}):
        return "Concept"
    return "WebResource" if range_ == "Repository" else range_


def role_ranges(graph: Graph) -> list[tuple[str, str]]:
    """Return the properties from papers to concepts, each with what it leads to."""
    mentions = URIRef(SG + "mentions")
    roles: set[Node] = {mentions, *graph.subjects(RDFS.subPropertyOf, mentions)}
    return [
        (str(role).removeprefix(SG), range_[0].lower())
        for role in sorted(roles, key=str)
        if (range_ := ends(graph, role, RDFS.range)) and range_[0] in CONCEPTS
    ]


def ends(graph: Graph, node: Node, property_: URIRef) -> list[str]:
    """Return the names of our classes that are a property's domain or range."""
    found = []
    for class_ in graph.objects(node, property_):
        members = graph.value(class_, OWL.unionOf)
        found += [*graph.items(members)] if members else [class_]
    return [str(c).removeprefix(SG) for c in found if str(c).startswith(SG)]


def changes() -> list[tuple[str, list[str]]]:
    """Return the changes of terms by version, from ontology/CHANGELOG.md."""
    found: list[tuple[str, list[str]]] = []
    for line in (FOLDER / "CHANGELOG.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            found.append((line.removeprefix("## "), []))
        elif found and line.strip():
            found[-1][1].append(line.strip().removeprefix("- "))
    return found


def page() -> str:
    """Return the whole page."""
    graph = Graph().parse(FOLDER / "scholargraph.ttl")
    own = {t for t in graph.subjects(RDF.type) if isinstance(t, URIRef)}
    others = sorted(
        {t for t in own - ABOUT if not str(t).startswith(ONTOLOGY)}, key=str
    )
    drawn = draw(arrows(graph))
    graph.parse(FOLDER / "alignments.ttl")
    head = URIRef(ONTOLOGY)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("ontology.html").render(
        title=graph.value(head, DCTERMS.title),
        description=graph.value(head, DCTERMS.description),
        address=ONTOLOGY,
        prefix=graph.value(head, VANN.preferredNamespacePrefix),
        namespace=SG,
        version_address=graph.value(head, OWL.versionIRI),
        licence=graph.value(head, DCTERMS.license),
        groups=[(heading, terms(graph, type_)) for heading, type_ in SORTS],
        others=[value(graph, node) for node in others],
        diagram=Markup(drawn),  # noqa: S704 - all words in it are escaped
        changes=changes(),
    )


def main() -> None:
    """Write or check the page."""
    new = page()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(new, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != new:
        sys.exit(f"{PAGE.name}: not what the ontology says; run `make docs`")


if __name__ == "__main__":
    main()
