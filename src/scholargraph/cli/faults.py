"""What becomes of errors: one line and an exit code, and a traceback if asked for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from typer.exceptions import TyperException

from scholargraph.cli.console import quiet, say
from scholargraph.errors import ScholargraphError

FAULT = 1
INTERRUPTED = 130


@contextmanager
def told(*, debug: bool) -> Iterator[None]:
    """
    Turn what ends a command into a line on standard error and an exit code.

    With ``debug`` errors keep their tracebacks.
    """
    try:
        yield
        sys.stdout.flush()
    except (typer.Exit, typer.Abort, TyperException):
        raise
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:  # whoever reads it has enough, as `head` does
        quiet()
        raise typer.Exit from None
    except Exception as error:
        if debug:
            raise
        say(line(error))
        if isinstance(error, OSError):
            quiet()
        raise typer.Exit(FAULT) from error


def line(error: Exception) -> str:
    """
    Return the line that an error becomes.

    >>> line(ScholargraphError("kg", "is no graph folder"))
    'kg: is no graph folder'
    >>> import errno
    >>> line(OSError(errno.ENOSPC, "No space left on device"))
    'output: No space left on device'
    >>> line(MemoryError())
    'scholargraph: out of memory; what was published before is whole'
    """
    if isinstance(error, ScholargraphError):
        return " ".join(str(error).splitlines())
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'output'}: {error.strerror}"
    if isinstance(error, MemoryError) or "bad_alloc" in str(error):
        return "scholargraph: out of memory; what was published before is whole"
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"scholargraph: unexpected {said} (--debug shows where)"
