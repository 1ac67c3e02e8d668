"""What a graph is and how much it holds: a description in VoID and DCAT."""

from scholargraph.description.describing import About, describe
from scholargraph.description.writing import to_turtle

__all__ = ["About", "describe", "to_turtle"]
