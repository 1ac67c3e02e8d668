"""
A knowledge graph of papers, from their abstracts.

``import scholargraph`` loads no library; what it offers is loaded when first used.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from scholargraph.knowledge_graph import KnowledgeGraph, open_graph

__all__ = ["KnowledgeGraph", "__version__", "open_graph"]


def __getattr__(name: str) -> object:
    # Importing the package must not load the graph libraries (PEP 562).
    if name in {"KnowledgeGraph", "open_graph"}:
        from scholargraph import knowledge_graph  # noqa: PLC0415

        return getattr(knowledge_graph, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
