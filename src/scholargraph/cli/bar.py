"""The progress bar of a build, on standard error."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from scholargraph.cli.console import shown


class _Rate(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
        """Return the rate, or nothing before there is one."""
        return Text(f"{task.speed:,.1f}/s" if task.speed else "")


class Bar:
    """
    Shows the stage that a build is at; listens as ``pipeline.progress.Progress``.

    Where standard error is no terminal it shows warnings alone.
    """

    def __init__(self) -> None:
        """Draw nothing yet."""
        console = Console(stderr=True, markup=False, highlight=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("starting", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage."""
        self._progress.reset(self._task, total=total, description=shown(name))

    def advance(self, steps: int = 1) -> None:
        """Move on within the stage."""
        self._progress.advance(self._task, steps)

    def warn(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(
            shown(f"warning: {text}"), markup=False, soft_wrap=True
        )
