"""What is wrong with a graph is found and named, as pySHACL finds and names it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize
from pyshacl import validate
from rdflib import RDF, SH

from scholargraph import rdf, shapes
from scholargraph.rdf import terms
from scholargraph.vocab import SG

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
NAMES = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in rdf.prefixes().items())
Broken = Callable[[str, str], Store]
Found = set[tuple[str, str]]


def cases(*files: Path) -> list[tuple[str, str, str]]:
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    parts = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [(a.strip(), b.strip(), c.strip()) for a, b, c in parts]


SINGLE = cases(HERE.parent / "rdf/cases/broken.txt")
MORE = cases(HERE / "cases/core.txt")
EVIDENCE = cases(HERE / "cases/evidence.txt")


@pytest.fixture(scope="module")
def core() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")


@pytest.fixture(scope="module")
def evidence() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY / "evidence.ttl")


def ours(store: Store, constraints: tuple[shapes.Constraint, ...]) -> Found:
    return {
        (violation.node, finding.constraint.message)
        for finding in shapes.findings(store, constraints)
        for violation in finding.examples
        if not violation.node.startswith("_:")
    }


def of_core() -> tuple[shapes.Constraint, ...]:
    return tuple(c for c in shapes.shipped_shapes() if c.query is None)


def of_evidence() -> tuple[shapes.Constraint, ...]:
    return tuple(c for c in shapes.shipped_shapes() if c.query is not None)


def theirs(store: Store, graph: rdflib.Graph) -> Found:
    triples = serialize((quad.triple for quad in store), format=RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=triples, format="nt")
    conforms, report, _ = validate(data, shacl_graph=graph)
    results = set(report.objects(None, SH.result))
    assert conforms == (not results)
    return {
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.resultMessage)))
        for r in results
        if isinstance(report.value(r, SH.focusNode), rdflib.URIRef)
    }


def test_the_small_graph_conforms_for_both(small: Store, core: rdflib.Graph) -> None:
    assert shapes.check(small).conforms
    assert theirs(small, core) == set()


@pytest.mark.parametrize("fault", SINGLE, ids=" | ".join)
def test_a_fault_is_found_and_named_by_both_alike(
    broken: Broken, core: rdflib.Graph, fault: tuple[str, str, str]
) -> None:
    message, remove, add = fault
    store = broken(remove, add)
    assert message in shapes.to_text(shapes.check(store))
    assert ours(store, of_core()) == theirs(store, core)


@pytest.mark.parametrize("fault", [*MORE, *EVIDENCE], ids=" | ".join)
def test_a_fault_is_found_and_named(
    broken: Broken, fault: tuple[str, str, str]
) -> None:
    message, remove, add = fault
    asked = [c for c in shapes.shipped_shapes() if message in c.message]
    assert list(shapes.findings(broken(remove, add), asked))


def conforms(store: Store) -> bool:
    return next(iter(shapes.findings(store, shapes.shipped_shapes())), None) is None


def with_all(store: Store, faults: list[tuple[str, str, str]]) -> Store:
    """Put in what the faults add; what they take would get in each other's way."""
    for _, _, add in faults:
        if add:
            store.update(f"{NAMES} INSERT DATA {{ {add} }}")
    return store


@pytest.mark.parametrize("part", range(4))
def test_many_faults_at_once_are_found_by_both_alike(
    broken: Broken, core: rdflib.Graph, part: int
) -> None:
    # What cannot be compared is not less (SHACL 4.5.3); pySHACL compares the texts.
    comparable = [fault for fault in MORE if '"last"' not in fault[2]]
    first, *rest = comparable[part::4]
    store = with_all(broken(*first[1:]), rest)
    assert ours(store, of_core()) == theirs(store, core)


@pytest.mark.slow
def test_faults_of_evidence_are_found_by_both_alike(
    broken: Broken, evidence: rdflib.Graph
) -> None:
    store = with_all(broken(*EVIDENCE[-1][1:]), EVIDENCE)
    for _, remove, add in EVIDENCE:
        if remove and not add:
            store.update(f"{NAMES} DELETE WHERE {{ {remove} }}")
    found = ours(store, of_evidence())
    assert len({message for _, message in found}) == len(of_evidence())
    assert found == theirs(store, evidence)


def test_every_constraint_is_broken_by_a_case() -> None:
    said = [message for message, _, _ in (*SINGLE, *MORE, *EVIDENCE)]
    messages = {constraint.message for constraint in shapes.shipped_shapes()}
    assert [m for m in sorted(messages) if not any(s in m for s in said)] == []


@pytest.mark.slow
def test_a_wrong_value_of_any_property_is_found(small: Store) -> None:
    missed = []
    for predicate in sorted({quad.predicate for quad in small}, key=str):
        old = min(small.quads_for_pattern(None, predicate, None), key=str)
        wrong = (
            Literal("wrong")
            if isinstance(old.object, NamedNode)
            else NamedNode("https://example.org/wrong")
        )
        store = Store()
        store.extend(small)
        store.remove(old)
        store.add(Quad(old.subject, predicate, wrong))
        if conforms(store):
            missed.append(predicate)
    assert missed == []


def test_a_class_that_is_taken_away_is_found(small: Store) -> None:
    classes = {quad.object for quad in small.quads_for_pattern(None, terms.TYPE, None)}
    missed = []
    for class_ in sorted(classes, key=str):
        old = min(small.quads_for_pattern(None, terms.TYPE, class_), key=str)
        store = Store()
        store.extend(small)
        store.remove(old)
        if conforms(store):
            missed.append(class_)
    assert missed == []


@pytest.mark.parametrize(
    "added", ["method:fracal sg:usess method:rfs", "method:fracal a sg:Model"]
)
def test_a_term_that_the_ontology_lacks_is_found(broken: Broken, added: str) -> None:
    report = shapes.check(broken("", added))
    (finding,) = report.findings
    assert finding.constraint.message.startswith("every property and class")
    assert finding.examples[0].node in {SG + "usess", SG + "Model"}


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_broken_both_find_the_same(
    small: Store, core: rdflib.Graph, data: st.DataObject
) -> None:
    quads = sorted(small, key=str)
    some = st.sampled_from(quads)
    store = Store()
    store.extend(small)
    for quad in data.draw(st.lists(some, min_size=1, max_size=6)):
        store.remove(quad)
    for one in data.draw(st.lists(some, max_size=3)):
        other = data.draw(some)
        store.add(Quad(one.subject, data.draw(some).predicate, other.object))
    assert ours(store, of_core()) == theirs(store, core)


def test_what_is_not_compiled_is_refused() -> None:
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://e.org/> .
    :s a sh:NodeShape ; sh:targetClass :C ; sh:message "m" ; sh:property [
        sh:path :p ; sh:message "m" ; sh:uniqueLang true ] ."""
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert (None, RDF.type, SH.NodeShape) in graph
    with pytest.raises(shapes.ShapesError, match="uniqueLang, which is not compiled"):
        shapes.read_shapes(graph)


def test_of_many_faults_the_first_are_listed_and_all_are_counted(small: Store) -> None:
    store = Store()
    store.extend(small)
    for quad in list(store.quads_for_pattern(None, terms.Sg.quote, None)):
        store.remove(quad)
    assert shapes.check(store, limit=2, threads=3) == shapes.check(store, limit=2)
    (finding,) = shapes.check(store, limit=2).findings
    assert finding.count == len(
        list(small.quads_for_pattern(None, terms.Sg.quote, None))
    )
    assert len(finding.examples) == 2
    assert f"… and {finding.count - 2:,} more" in shapes.to_text(
        shapes.check(store, limit=2)
    )
