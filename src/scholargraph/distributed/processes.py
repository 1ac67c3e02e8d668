"""The engine that is always there: a process for each core of this machine."""

from collections.abc import Callable, Sequence
from concurrent.futures import as_completed

from scholargraph.distributed.run import Engine
from scholargraph.distributed.task import Done, Task, read_shard
from scholargraph.pipeline.workers import cores, worker_pool


def processes(jobs: int | None = None) -> Engine:
    """Return an engine of so many processes; by default one for each core."""

    def run(
        task: Task, numbers: Sequence[int], tell: Callable[[int], None]
    ) -> list[Done]:
        at_once = min(jobs or cores(), len(numbers))
        if at_once == 1:
            return [_told(read_shard(task, number), tell) for number in numbers]
        advice = "extract again, with fewer --jobs; what is done is kept"
        with worker_pool(at_once, task.folder, advice) as pool:
            waiting = [pool.submit(read_shard, task, number) for number in numbers]
            # A pool watches the process that it started last from the next call on;
            # else its end is noticed only when another's shard is done.
            pool.submit(int)
            return [_told(item.result(), tell) for item in as_completed(waiting)]

    return run


def _told(done: Done, tell: Callable[[int], None]) -> Done:
    tell(done.shard)
    return done
