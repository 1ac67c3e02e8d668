"""What the parts log during a build becomes the build's warnings."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Kept(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record.getMessage())


@contextmanager
def heard(warnings: list[str]) -> Iterator[None]:
    """Add what the package's own loggers warn of to ``warnings``."""
    logger, handler = logging.getLogger("scholargraph"), _Kept(warnings)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
