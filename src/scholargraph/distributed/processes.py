"""The engine that is always there: a process for each core of this machine."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from scholargraph.distributed.run import Engine
from scholargraph.distributed.task import Done, Task, read_shard
from scholargraph.errors import ScholargraphError
from scholargraph.pipeline.workers import cores, start_worker


def processes(jobs: int | None = None) -> Engine:
    """Return an engine of so many processes; by default one for each core."""

    def run(
        task: Task, numbers: Sequence[int], tell: Callable[[int], None]
    ) -> list[Done]:
        at_once = min(jobs or cores(), len(numbers))
        if at_once == 1:
            return [_told(read_shard(task, number), tell) for number in numbers]
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(
            at_once, mp_context=context, initializer=start_worker
        )
        with pool:
            waiting = [pool.submit(read_shard, task, number) for number in numbers]
            try:
                return [_told(item.result(), tell) for item in as_completed(waiting)]
            except BrokenProcessPool as error:
                what = "a process was ended from outside, perhaps for want of memory"
                more = "extract again, with fewer --jobs; what is done is kept"
                raise ScholargraphError(task.folder, f"{what}; {more}") from error
            finally:
                for item in waiting:
                    item.cancel()

    return run


def _told(done: Done, tell: Callable[[int], None]) -> Done:
    tell(done.shard)
    return done
