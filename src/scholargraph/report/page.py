"""The page as a whole."""

from html import escape
from importlib.resources import files
from string import Template

from scholargraph.frames import Frames
from scholargraph.report.sections import SECTIONS, Section


def to_html(frames: Frames, *, title: str) -> str:
    """Return the report as one HTML page, the same for the same graph."""
    page = files(__package__).joinpath("page.html").read_text("utf-8")
    sections = [section for make in SECTIONS if (section := make(frames))]
    return Template(page).substitute(
        title=escape(title),
        counts=escape(_counts(frames)),
        sections="\n".join(map(_section, sections)),
    )


def _counts(frames: Frames) -> str:
    numbers = (
        (len(frames.papers()), "papers"),
        (len(frames.concepts()), "concepts"),
        (len(frames.relations()), "relations"),
        (len(frames.results()), "results"),
        (len(frames.links()), "links"),
    )
    return ", ".join(f"{number:,} {name}" for number, name in numbers)


def _section(section: Section) -> str:
    return (
        f"<section><h2>{escape(section.heading)}</h2>\n"
        f"<p>{escape(section.text)}</p>\n{section.body}</section>"
    )
