"""How a build tells what it is doing, without knowing who listens."""

from typing import Protocol


class Progress(Protocol):
    """What listens to a build."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Learn that a stage begins, and of how many steps if that is known."""

    def advance(self, steps: int = 1) -> None:
        """Learn that some steps of the stage are done."""

    def warn(self, text: str) -> None:
        """Learn of something that the user should know."""


class Silent:
    """Listens to nothing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Do nothing."""

    def advance(self, steps: int = 1) -> None:
        """Do nothing."""

    def warn(self, text: str) -> None:
        """Do nothing."""
