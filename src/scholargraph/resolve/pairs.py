"""Annotated pairs of names: reading them, and scoring a comparator on them."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Final

from scholargraph.errors import InputError, reason
from scholargraph.resolve.comparator import Comparator, Verdict
from scholargraph.vocab import Kind

_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of one kind, and how they stand to each other."""

    kind: Kind
    a: str
    b: str
    label: Verdict

    @property
    def fingerprint(self) -> str:
        """
        Return twelve hex digits that stand for the two names and their kind.

        >>> one = Pair(Kind.TASK, "NLI", "entailment", Verdict.SAME)
        >>> other = Pair(Kind.TASK, "entailment", "NLI", Verdict.SAME)
        >>> one.fingerprint == other.fingerprint
        True
        """
        names = "\n".join((self.kind, *sorted((self.a, self.b))))
        return sha256(names.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean of one verdict."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of the verdicts given that are right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of the wanted verdicts that were given."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.given + self.wanted
        return 2 * self.right / total if total else 0.0

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"precision {self.precision:.3f} recall {self.recall:.3f} f1 {self.f1:.3f}"
        )


@dataclass(frozen=True, slots=True)
class PairScores:
    """How well names are told same and narrower; narrower counts with its direction."""

    same: Score
    broader: Score

    def lines(self) -> tuple[str, str]:
        """Return the two lines of the report."""
        return f"same {self.same}", f"broader {self.broader}"


def read_pairs(path: Path) -> list[Pair]:
    """
    Return the pairs of a file of JSON lines with ``type``, ``a``, ``b``, ``label``.

    Raises
    ------
    InputError
        Where the file or a line cannot be read, with the line's number.

    """
    pairs = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read: {reason(error)}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            pairs.append(_pair(f"{path}:{number}", line))
    if not pairs:
        raise InputError(path, "holds no pairs")
    return pairs


def score(comparator: Comparator, pairs: Sequence[Pair]) -> PairScores:
    """
    Score a comparator on pairs that it was not trained on.

    Raises
    ------
    InputError
        Where it was trained on some of them.

    """
    known = sum(pair.fingerprint in comparator.learned_from for pair in pairs)
    if known:
        what = f"{known} of the {len(pairs)} were trained on; score them with --folds 5"
        raise InputError("pairs", what)
    return _scores([(pair.label, _verdict(comparator, pair)) for pair in pairs])


def cross_validate(
    pairs: Sequence[Pair], folds: int, fit: Callable[[Sequence[Pair]], Comparator]
) -> PairScores:
    """
    Score each fold with a comparator that ``fit`` makes from the others.

    Pairs are dealt out by a fixed shuffle of their sorted order.
    """
    ordered = sorted(pairs, key=lambda pair: (pair.kind, pair.a, pair.b, pair.label))
    random.Random(_SEED).shuffle(ordered)  # noqa: S311 (a fixed shuffle, no secret)
    parts = [ordered[fold::folds] for fold in range(folds)]
    found: list[tuple[Verdict, Verdict]] = []
    for fold, part in enumerate(parts):
        others = chain(*(other for at, other in enumerate(parts) if at != fold))
        comparator = fit(list(others))
        found += [(pair.label, _verdict(comparator, pair)) for pair in part]
    return _scores(found)


def _verdict(comparator: Comparator, pair: Pair) -> Verdict:
    return comparator.compare(pair.a, pair.b, pair.kind).verdict


def _scores(found: Iterable[tuple[Verdict, Verdict]]) -> PairScores:
    verdicts = list(found)
    narrower = {Verdict.A_NARROWER, Verdict.B_NARROWER}
    return PairScores(_score(verdicts, {Verdict.SAME}), _score(verdicts, narrower))


def _score(found: Sequence[tuple[Verdict, Verdict]], of: set[Verdict]) -> Score:
    return Score(
        right=sum(gold == given and gold in of for gold, given in found),
        given=sum(given in of for _, given in found),
        wanted=sum(gold in of for gold, _ in found),
    )


def _pair(where: str, line: str) -> Pair:
    try:
        record: dict[str, Any] = json.loads(line)
        return Pair(
            kind=Kind(record["type"]),
            a=str(record["a"]),
            b=str(record["b"]),
            label=Verdict(record["label"]),
        )
    except KeyError as error:
        raise InputError(where, f"no field {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(where, f"is no pair of names: {error}") from error
