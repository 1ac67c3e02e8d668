"""What a server may spend on a request, on a client, and altogether."""

import os
from dataclasses import dataclass, field

MEBIBYTE = 2**20


def _processors() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The limits of a server; sizes in bytes, times in seconds.

    ``kept`` bounds the answers that are kept for whoever asks the same again; nought
    keeps none. ``warm_up`` has it asked ahead what is likely to be asked, while nobody
    asks. ``slice`` is how long a query is taken for a short one. ``workers``
    processes are kept for short queries; ``long`` more may run others.
    """

    timeout: float = 30.0
    slice: float = 0.5
    workers: int = field(default_factory=lambda: max(_processors(), 4))
    long: int = field(default_factory=_processors)
    queue: int = 256
    per_client: int = 64
    connections: int = 1024
    memory: int = 1024 * MEBIBYTE
    rows: int = 1_000_000
    result: int = 64 * MEBIBYTE
    query: int = 100_000
    kept: int = 64 * MEBIBYTE
    patience: float = 15.0
    warm_up: bool = True
    access_log: bool = False
