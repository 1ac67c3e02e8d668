"""The catalogue's worker: which publish it shows."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scholargraph import vocab
from scholargraph.serve.fleet import Fleet
from scholargraph.serve.lookup import Lookup
from scholargraph.serve.publish import Publish, find_publish
from scholargraph.serve.settings import Settings

PATIENCE = 300  # seconds after which a test fails that hangs; no test times the machine


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - the log has no event to wait for
            await asyncio.sleep(0.01)


def test_a_publish_that_is_gone_is_given_up_for_the_next(
    graph_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> Any:
        fleet = Fleet(Settings(), graph=graph_folder, base=vocab.BASE, scratch=tmp_path)
        lookup = Lookup(fleet)
        try:
            lookup.show(Publish(tmp_path / "gone", 1, 1))
            await until(lambda: "no index can be made" in caplog.text)
            lookup.show(find_publish(graph_folder))
            found = await asyncio.wait_for(lookup.ask({"job": "home"}), PATIENCE)
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.wait_for(asyncio.gather(*others), PATIENCE)
            return found, len(fleet.pids)
        finally:
            await fleet.close()

    # In a thread of its own: where a browser is driven, this one's loop runs already.
    with ThreadPoolExecutor(1) as thread:
        found, workers = thread.submit(lambda: asyncio.run(run())).result()
    assert (found["status"], workers) == (200, 1)
