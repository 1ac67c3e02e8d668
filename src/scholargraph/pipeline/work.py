"""What every stage of a build works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from scholargraph.database import Database
from scholargraph.errors import ScholargraphError
from scholargraph.floor import Floor
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.progress import Progress
from scholargraph.pipeline.timing import Timing


@dataclass(frozen=True, slots=True)
class Options:
    """
    How to build.

    ``base`` is the address that data stand under (by default that of the last
    build), ``jobs`` the number of worker processes (by default one a core), ``model``
    a trained model's folder, ``authorities`` the name lists to link concepts to (by
    default those of the last build). ``prune`` forgets the inputs of earlier builds
    that are not named in this one, and with them the papers that only they had.
    ``from_extractions`` says that the inputs are shards of extractions.
    ``min_confidence`` is the least confidence of what the graph takes, by default that
    of the last build, and at first ``floor.USUAL``, which leaves out unsure results.
    """

    format_name: str | None = None
    base: str | None = None
    jobs: int | None = None
    model: Path | None = None
    authorities: tuple[Path, ...] | None = None
    prune: bool = False
    from_extractions: bool = False
    min_confidence: float | Floor | None = None

    def __post_init__(self) -> None:
        if self.base is not None:
            _check_base(self.base)
        if self.jobs is not None and self.jobs < 1:
            raise ScholargraphError("--jobs", f"{self.jobs} is not a number above 0")
        _ = self.floor  # refuses what is none

    @property
    def floor(self) -> Floor | None:
        """What the graph is to take, where that is chosen."""
        if self.min_confidence is None or isinstance(self.min_confidence, Floor):
            return self.min_confidence
        try:
            return Floor.of(self.min_confidence)
        except (ValueError, TypeError) as error:
            raise ScholargraphError("--min-confidence", str(error)) from error


@dataclass(slots=True)
class Work:
    """What every stage of a build works with."""

    folder: Folder
    database: Database
    options: Options
    progress: Progress
    timing: Timing = field(default_factory=Timing)
    warnings: list[str] = field(default_factory=list)
    unread: int = 0
    merges: int = 0
    forgotten: tuple[str, ...] = ()

    @contextmanager
    def stage(self, name: str, what: str, total: int | None = None) -> Iterator[None]:
        """Tell of a stage and time it."""
        self.progress.stage(what, total)
        with self.timing.of(name):
            yield


def _check_base(base: str) -> None:
    parts = urlsplit(base)
    refused = set(' <>"{}|\\^`') | {chr(code) for code in range(32)}
    if parts.scheme not in {"http", "https"} or not parts.netloc or refused & set(base):
        raise ScholargraphError("--base", f"{base!r} is no http or https address")
    if not base.endswith(("/", "#")):
        raise ScholargraphError("--base", f"{base!r} does not end in / or #")
