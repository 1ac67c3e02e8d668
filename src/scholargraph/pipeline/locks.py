"""The lock file of a folder, which one process at a time holds."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def held(lock: Path) -> Iterator[IO[str]]:
    """
    Hold a lock file, which is made if there is none, and give it to be written to.

    The system frees the lock when the process ends, however it ends. Who holds it may
    remove the file.

    Raises
    ------
    BlockingIOError
        Where another process holds it.

    """
    while True:
        with lock.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Another may have removed it since it was opened, which then locks nobody
            # out.
            if _is_at(file, lock):
                yield file
                return


def _is_at(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
