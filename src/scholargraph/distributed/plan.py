"""What a run is: its inputs, its extractor, and how many shards it has."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from scholargraph.database import Input
from scholargraph.errors import InputError, reason

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A run whose inputs are cut into shards of ``size`` rows, the last of fewer.

    What comes of the cutting is known after it: the number of ``shards`` and of
    ``rows``, and ``problems``, what could not be read of the inputs.
    """

    extractor: str
    size: int
    inputs: tuple[Input, ...]
    shards: int = 0
    rows: int = 0
    problems: tuple[str, ...] = ()

    @property
    def run(self) -> str:
        """The run's hash."""
        return run_of(self.extractor, self.size, self.inputs)

    def count(self, shard: int) -> int:
        """Return how many rows a shard has."""
        return min(self.size, self.rows - shard * self.size)


def run_of(extractor: str, size: int, inputs: Sequence[Input]) -> str:
    """Return a hash of all that the shards of a run depend on."""
    files = [[item.path, item.content, item.reading] for item in inputs]
    text = json.dumps([FORMAT, extractor, size, files])
    return sha256(text.encode()).hexdigest()


def to_text(plan: Plan) -> str:
    """Return the plan as JSON text."""
    return json.dumps({"format": FORMAT, **asdict(plan)}, indent=1) + "\n"


def load_plan(path: Path) -> Plan | None:
    """
    Return the plan of a file, ``None`` where there is none.

    Raises
    ------
    InputError
        Where it cannot be read.

    """
    try:
        fields: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if fields.pop("format") != FORMAT:
            raise InputError(path, "is of another version; name a new folder")
        inputs = tuple(Input(**item) for item in fields.pop("inputs"))
        problems = tuple(fields.pop("problems"))
        return Plan(**fields, inputs=inputs, problems=problems)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(path, reason(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"is damaged ({error}); name a new folder"
        raise InputError(path, what) from error
