"""
Write what README.md says of the code from the code, or check that it still holds.

``readme.py --write`` rewrites the parts between ``<!-- NAME -->`` and
``<!-- /NAME -->``; without it the exit status says whether they are up to date.
"""

import ast
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import typer.main
from rdflib import OWL, RDF, RDFS, SKOS, Graph

from scholargraph import exports, query, readers
from scholargraph.cli.app import app
from scholargraph.vocab import SG

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PACKAGE = ROOT / "src" / "scholargraph"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def first_line(docstring: str | None) -> str:
    """Return a docstring's first line without its full stop."""
    return (docstring or "").strip().partition("\n")[0].rstrip(".")


def commands() -> str:
    """Return the table of commands."""
    main = typer.main.get_command(app)
    found: Mapping[str, typer.core.TyperCommand] = getattr(main, "commands", {})
    rows = (
        (f"`scholargraph {name}`", first_line(found[name].help))
        for name in sorted(found)
        if not found[name].hidden
    )
    return table(("command", "does"), rows)


def formats() -> str:
    """Return the table of readers."""
    rows = ((f"`{name}`", reader.about) for name, reader in readers.READERS.items())
    return table(("`--format`", "reads"), rows)


def export_formats() -> str:
    """Return the table of export formats."""
    rows = (
        (
            f"`{name}`",
            found.about,
            ", ".join(f"`{profile}`" for profile in found.profiles),
        )
        for name, found in exports.FORMATS.items()
    )
    return table(("`--to`", "writes", "`--profile`"), rows)


def queries() -> str:
    """Return the table of named queries."""
    rows = (
        (
            f"`{named.name}`",
            named.question,
            ", ".join(f"`{parameter.name}`" for parameter in named.parameters),
        )
        for named in query.queries()
    )
    return table(("name", "question", "parameters"), rows)


def terms() -> str:
    """Return the table of the ontology's terms."""
    graph = Graph().parse(ROOT / "ontology" / "scholargraph.ttl")
    types = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    rows = [
        (
            f"`sg:{str(term).removeprefix(SG)}`",
            str(type_).partition("#")[2],
            str(graph.value(term, SKOS.definition) or graph.value(term, RDFS.comment)),
        )
        for type_ in types
        for term in sorted(graph.subjects(RDF.type, type_), key=str)
        if str(term).startswith(SG)
    ]
    return table(("term", "is a", "definition"), rows)


def modules() -> str:
    """Return the table of modules, a line each."""
    paths = (
        path
        for path in sorted(PACKAGE.glob("*"))
        if (path.suffix == ".py" or (path / "__init__.py").exists())
        and not path.name.startswith("__")
    )
    rows = (
        (f"`{path.stem}{'' if path.suffix else '/'}`", summary(path)) for path in paths
    )
    return table(("module", "holds"), rows)


def summary(path: Path) -> str:
    """Return the first line of a module's docstring."""
    source = path if path.suffix else path / "__init__.py"
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return first_line(ast.get_docstring(tree))


BLOCKS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "commands": commands,
        "readers": formats,
        "exports": export_formats,
        "queries": queries,
        "terms": terms,
        "modules": modules,
    }
)


def rewritten(text: str) -> str:
    """Return the README's text with every generated part made anew."""
    for name, block in BLOCKS.items():
        start, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, opened, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not (opened and closed):
            sys.exit(f"{README.name}: has no part {start.strip()}")
        text = before + start + block() + end + after
    return text


def main() -> None:
    """Write or check the README."""
    old = README.read_text(encoding="utf-8")
    new = rewritten(old)
    if "--write" in sys.argv[1:]:
        README.write_text(new, encoding="utf-8")
    elif new != old:
        sys.exit(f"{README.name}: not what the code says; run `make docs`")


if __name__ == "__main__":
    main()
