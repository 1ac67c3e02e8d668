"""Wall-clock seconds of the stages of a build; they never reach the graph."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Timing:
    """Seconds by stage, in the order in which the stages ran."""

    def __init__(self) -> None:
        """Start with no stage."""
        self.seconds: dict[str, float] = {}

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Add the time that the block takes to a stage."""
        start = time.monotonic()
        try:
            yield
        finally:
            taken = time.monotonic() - start
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + taken, 3)
