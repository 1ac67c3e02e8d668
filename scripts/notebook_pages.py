"""
Make a page of each executed notebook: one HTML file that needs no other.

``notebook_pages.py EXECUTED FOLDER`` reads ``EXECUTED/*.ipynb`` and writes
``FOLDER/*.html`` with an index. A notebook that was not executed, or that showed a
warning or anything else on its error stream, is named, and the exit status is 1.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

import nbformat
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped,unused-ignore]

PAGE: Final = Template(
    Path(__file__).with_name("notebook_page.html").read_text("utf-8")
)
NUMBER: Final = re.compile(r"\s*(-?[\d,.]+(e[-+]\d+)?|NaN|<NA>|None|NaT)\s*")


def faults(notebook: Any) -> Iterator[str]:
    """Yield what a reader of the notebook should not see, or would miss."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        if cell.execution_count is None:
            yield f"cell {number}: was not executed"
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"cell {number}: {output.ename}: {output.evalue}"
            elif output.output_type == "stream" and output.name == "stderr":
                yield f"cell {number}: shows {output.text.strip()!r}"
            elif "image/png" in output.get("data", ()) and "alt" not in cell.metadata:
                yield f"cell {number}: its figure is not described (metadata `alt`)"


def describe_figures(notebook: Any) -> None:
    """Give each figure the description that stands in its cell's metadata."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", ()):
                output.metadata["alt"] = cell.metadata["alt"]
                # The text form of a figure is its Python object.
                output.data.pop("text/plain", None)


def with_plain_tables(body: str) -> str:
    """Leave a table's looks to the page, and mark its columns of numbers."""
    soup = BeautifulSoup(body, "html.parser")
    for style in soup.find_all("style"):  # pandas has its own idea of tables
        style.decompose()
    for table in soup.find_all("table"):
        del table["border"]
        for row in table.find_all("tr"):
            del row["style"]
        rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
        for column in zip(*rows, strict=False):
            align(column)
    return str(soup)


def align(column: Iterable[Any]) -> None:
    """Mark the cells of a column of numbers; a heading must say something."""
    cells = list(column)
    values = [cell.get_text() for cell in cells if cell.name == "td"]
    if values and all(map(NUMBER.fullmatch, values)):
        for cell in cells:
            cell["class"] = "number"
    for cell in cells:
        if cell.name == "th" and not cell.get_text(strip=True):
            cell.name = "td"


def title_of(notebook: Any) -> str:
    """Return the first heading of a notebook."""
    first: str = notebook.cells[0].source.partition("\n")[0]
    return first.removeprefix("# ")


def to_page(title: str, body: str) -> str:
    """Return a whole page."""
    colours = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return PAGE.substitute(
        title=escape(title),
        body=with_plain_tables(body),
        colours=colours,
        dark=dark,
    )


def to_body(notebook: Any) -> str:
    """Return the cells and what they gave as HTML."""
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True
    )
    describe_figures(notebook)
    body: str = exporter.from_notebook_node(notebook)[0]
    return body


def main(executed: Path, folder: Path) -> int:
    """Write the pages; return the exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    status, entries = 0, []
    for path in sorted(executed.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        if problems := list(faults(notebook)):
            print(*(f"{path.name}: {p}" for p in problems), sep="\n", file=sys.stderr)
            status = 1
            continue
        title = title_of(notebook)
        page = folder / f"{path.stem}.html"
        page.write_text(to_page(title, to_body(notebook)), "utf-8")
        entries.append(f'<li><a href="{page.name}">{escape(title)}</a></li>')
        print(f"{page}: {page.stat().st_size / 1e3:,.0f} kB")
    index = f"<h1>Notebooks</h1><ul>{''.join(entries)}</ul>"
    (folder / "index.html").write_text(to_page("Notebooks", index), "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
