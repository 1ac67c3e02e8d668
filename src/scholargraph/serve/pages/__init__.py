"""The pages of a graph: what a person sees."""

from starlette.routing import Route

from scholargraph.serve.pages import browse, drawn, questions, things


def routes() -> list[Route]:
    """Return the routes of all pages."""
    return [*browse.ROUTES, *questions.ROUTES, *drawn.ROUTES, *things.routes()]


__all__ = ["routes"]
