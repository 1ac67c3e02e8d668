"""
Asks ahead what is likely to be asked, so that its answers are kept when it is.

That is each named query which needs no value, those about two periods for the last
years and months, and those about one concept for the most used ones, from the most used
down until answers come quickly. It is done while nobody else asks, by one worker that
gives way to all others; what fails ends nothing but the questions of its own query.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Final

from scholargraph import query
from scholargraph.errors import ScholargraphError
from scholargraph.serve.asking import named_job
from scholargraph.serve.faults import Fault
from scholargraph.serve.frames import Json
from scholargraph.serve.pool import Pool
from scholargraph.serve.process import Worker
from scholargraph.serve.publish import Publish
from scholargraph.serve.recall import Recall, packed
from scholargraph.serve.settings import Settings
from scholargraph.vocab import SG, Kind

_log: Final = logging.getLogger(__name__)
_FAILURES: Final = (Fault, ScholargraphError, OSError, TimeoutError)
_REFUSED: Final = 400
_WATCH: Final = 0.5
# A query whose answers take so little of a processor, so often in a row, needs to be
# asked no more.
_QUICK: Final = 0.1
_ENOUGH: Final = 8
_LONGEST: Final = 900.0  # seconds, of all for one publish
_YEARS: Final = 11
_MONTHS: Final = 25

# Values that have one answer; what a parameter's type is to be asked with.
Alike = Sequence[Mapping[str, str]]
Names = Mapping[str, Sequence[Sequence[str]]]


class Ahead:
    """Asks the workers of a pool, and has their answers kept."""

    def __init__(self, pool: Pool, recall: Recall, settings: Settings) -> None:
        """Ask nothing yet, and nothing at all where the settings say so."""
        self._pool = pool
        self._recall = recall
        self._settings = settings
        self._on = settings.warm_up and settings.kept > 0
        self._done: Publish | None = None
        self.asked = 0
        self.failed = 0

    @property
    def busy(self) -> bool:
        """Whether there is more to be asked about what is shown."""
        return self._on and self._done != self._pool.publish

    @contextlib.asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """Ask beside all else, until the end of the context."""
        task = asyncio.ensure_future(self._run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        """Ask about each publish in turn."""
        while True:
            if self.busy:
                publish = self._pool.publish
                try:
                    async with asyncio.timeout(_LONGEST):
                        await self._ask_all(publish)
                except TimeoutError:
                    _log.info("not all was asked ahead: no time is left")
                except Exception:  # noqa: BLE001 (of the next publish it is asked)
                    _log.exception("nothing more is asked ahead")
                self._done = publish
            await asyncio.sleep(_WATCH)

    async def _ask_all(self, publish: Publish) -> None:
        try:
            async with self._pool.aside() as worker:
                names, periods = await _names(worker), await _periods(worker)
        except _FAILURES as error:
            _log.warning("nothing is asked ahead: %s", error)
            return
        for name, questions in _likely(names, periods):
            if not self._may_go_on(publish):
                return
            try:
                async with self._pool.aside() as worker:
                    await self._ask_each(worker, publish, (name, questions))
            except _FAILURES as error:
                self.failed += 1
                _log.info("%s: not asked ahead: %s", name, error)

    async def _ask_each(
        self, worker: Worker, publish: Publish, asked: tuple[str, Sequence[Alike]]
    ) -> None:
        """Ask about one thing after the other, until answers come quickly."""
        name, questions = asked
        quick = 0
        for alike in questions:
            await self._pool.quiet()
            if not self._may_go_on(publish):
                return
            job = named_job(name, alike[0], "json")
            try:
                seconds = await self._ask(worker, publish, job)
            except Fault as fault:
                if fault.status != _REFUSED:
                    raise
                continue  # a name that cannot be asked for by itself
            if publish == self._pool.publish:
                self._recall.take_as_alike(publish, name, alike)
            quick = quick + 1 if seconds < _QUICK else 0
            if quick == _ENOUGH:
                return

    def _may_go_on(self, publish: Publish) -> bool:
        return publish == self._pool.publish and self._recall.has_room

    async def _ask(self, worker: Worker, publish: Publish, job: Json) -> float:
        """Have the answer kept; return the processor seconds that it took."""
        key = self._recall.key(publish, job)
        if key is None or self._recall.has(publish, key):
            return _QUICK  # a client was sooner
        async with asyncio.timeout(self._settings.timeout):
            reply = await worker.ask(job)
        # Its space is small, and other clients are answered meanwhile.
        reply = await asyncio.to_thread(packed, reply)
        if publish == self._pool.publish:
            self._recall.keep(publish, key, reply)
            self.asked += 1
        return float(reply[0]["seconds"])


def _likely(
    names: Names, periods: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, Sequence[Alike]]]:
    """Yield named queries, those that need least first, and values to ask them with."""
    needed = {
        asked.name: {p.name: p.type for p in asked.parameters if p.default is None}
        for asked in query.queries()
    }
    for name, types in sorted(needed.items(), key=lambda each: len(each[1])):
        match list(types.items()):
            case []:
                yield name, [[{}]]
            case [(parameter, kind)] if kind in names:
                yield name, [[{parameter: n} for n in alike] for alike in names[kind]]
            case [(first, "period"), (second, "period")]:
                yield name, [[{first: past, second: last}] for past, last in periods]


async def _names(worker: Worker) -> Names:
    """Return names of the most used concepts by kind, together where they are alike."""
    found: dict[str, list[tuple[int, list[str]]]] = {
        kind.value: _grouped(await _rows(worker, "most-used", SG + kind.value))
        for kind in Kind
    }
    found["Concept"] = [each for groups in list(found.values()) for each in groups]
    return {
        kind: [names for _, names in sorted(groups, key=lambda each: -each[0])]
        for kind, groups in found.items()
    }


def _grouped(rows: Sequence[Mapping[str, str]]) -> list[tuple[int, list[str]]]:
    """Return the names that mean the same concepts, after the number of papers."""
    meant: dict[str, set[str]] = {}
    papers: dict[str, int] = {}
    for row in rows:
        meant.setdefault(row["name"], set()).add(row["named"])
        papers.setdefault(row["name"], int(row["papers"]))
    groups: dict[frozenset[str], list[str]] = {}
    for name, concepts in meant.items():
        groups.setdefault(frozenset(concepts), []).append(name)
    return [(papers[names[0]], names) for names in groups.values()]


async def _periods(worker: Worker) -> list[tuple[str, str]]:
    """Return the last years and months, each after the one before it."""
    found = [row["period"] for row in await _rows(worker, "periods", SG)]
    years = [period for period in found if len(period) == len("2026")]
    months = [period for period in found if len(period) == len("2026-01")]
    pairs = chain(pairwise(years[:_YEARS]), pairwise(months[:_MONTHS]))
    return [(past, last) for last, past in pairs]


async def _rows(worker: Worker, name: str, this: str) -> list[dict[str, str]]:
    head, _ = await worker.ask({"job": "page", "this": this, "questions": [name]})
    found: list[dict[str, str]] = head["answers"][name]
    return found
