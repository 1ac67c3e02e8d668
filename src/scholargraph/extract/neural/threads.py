"""
Keep numpy on one thread while the heads compute.

The products are small, and numpy's matrix library wakes a thread for every core and
lets it spin: with two processes on two cores that took ten times as long.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

try:
    from threadpoolctl import (  # type: ignore[import-untyped]
        ThreadpoolController,
    )
except ImportError:  # then OPENBLAS_NUM_THREADS=1 in the environment does as much
    ThreadpoolController = None


class OneThread:
    """Gives contexts in which numpy keeps to one thread."""

    def __init__(self) -> None:
        """Look up the libraries that are loaded."""
        self._libraries: Any = ThreadpoolController and ThreadpoolController()

    def __call__(self) -> AbstractContextManager[object]:
        """Return a context; the number of threads is as before when it ends."""
        if self._libraries is None:
            return nullcontext()
        context: AbstractContextManager[object] = self._libraries.limit(
            limits=1, user_api="blas"
        )
        return context
