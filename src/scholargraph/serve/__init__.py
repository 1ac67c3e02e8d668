"""
A published graph on the web: SPARQL, linked data, and pages to read.

``server.serve`` runs it. What a worker process needs is imported without the web.
"""

from scholargraph.serve.settings import Settings

__all__ = ["Settings"]
