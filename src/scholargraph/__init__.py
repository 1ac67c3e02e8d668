"""
A knowledge graph of papers, from their abstracts.

``import scholargraph`` loads no library; what it offers is loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from scholargraph.version import __version__

if TYPE_CHECKING:
    from scholargraph.knowledge_graph import KnowledgeGraph, open_graph
    from scholargraph.pipeline.build import build

__all__ = ["KnowledgeGraph", "__version__", "build", "open_graph"]

_HOMES = {
    "KnowledgeGraph": "scholargraph.knowledge_graph",
    "build": "scholargraph.pipeline.build",
    "open_graph": "scholargraph.knowledge_graph",
}


def __getattr__(name: str) -> object:
    # Importing the package must not load the graph libraries (PEP 562).
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
