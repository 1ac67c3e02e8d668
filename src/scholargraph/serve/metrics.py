"""
What the server has done so far, in the text format of Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from scholargraph.serve.ahead import Ahead
from scholargraph.serve.pool import Pool
from scholargraph.serve.recall import Recall

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS: Final = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_EVENTS: Final = (
    "started",
    "publishes",
    "timeouts",
    "long",
    "begun_again",
    "refused_client",
    "refused_queue",
    "refused_long",
)


class Metrics:
    """Counts requests by route and status, and how long they took."""

    def __init__(self) -> None:
        """Begin at nought."""
        self._requests: Counter[tuple[str, int]] = Counter()
        self._times = [0] * (len(_BUCKETS) + 1)
        self._seconds = 0.0

    def add(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests[route, status] += 1
        self._times[bisect_left(_BUCKETS, seconds)] += 1
        self._seconds += seconds

    def to_text(self, pool: Pool, recall: Recall, ahead: Ahead) -> str:
        """Return all figures as lines."""
        lines = [
            *self._request_lines(),
            *_pool_lines(pool),
            *_recall_lines(recall),
            *_ahead_lines(ahead),
        ]
        return "\n".join(lines) + "\n"

    def _request_lines(self) -> Iterator[str]:
        name = "scholargraph_requests_total"
        yield f"# TYPE {name} counter"
        for (route, status), number in sorted(self._requests.items()):
            yield f'{name}{{route="{route}",status="{status}"}} {number}'
        name = "scholargraph_request_seconds"
        yield f"# TYPE {name} histogram"
        number = 0
        for bound, more in zip((*_BUCKETS, "+Inf"), self._times, strict=True):
            number += more
            yield f'{name}_bucket{{le="{bound}"}} {number}'
        yield f"{name}_sum {self._seconds:.6f}"
        yield f"{name}_count {number}"


def _pool_lines(pool: Pool) -> Iterator[str]:
    name = "scholargraph_worker_events_total"
    yield f"# TYPE {name} counter"
    for event in _EVENTS:
        yield f'{name}{{event="{event}"}} {pool.counts[event]}'
    gauges = {
        "scholargraph_workers": len(pool.pids),
        "scholargraph_workers_idle": pool.idle,
        "scholargraph_requests_inside": pool.inside,
        "scholargraph_long_waiting": pool.waiting_long,
    }
    for gauge, value in gauges.items():
        yield f"# TYPE {gauge} gauge"
        yield f"{gauge} {value}"


def _recall_lines(recall: Recall) -> Iterator[str]:
    figures = recall.figures()
    name = "scholargraph_kept_answers_total"
    yield f"# TYPE {name} counter"
    for result in ("hits", "misses"):
        yield f'{name}{{result="{result}"}} {figures[result]}'
    for gauge in ("entries", "bytes"):
        yield f"# TYPE scholargraph_kept_answers_{gauge} gauge"
        yield f"scholargraph_kept_answers_{gauge} {figures[gauge]}"


def _ahead_lines(ahead: Ahead) -> Iterator[str]:
    for event, number in (("asked", ahead.asked), ("failed", ahead.failed)):
        name = f"scholargraph_answers_{event}_ahead_total"
        yield f"# TYPE {name} counter"
        yield f"{name} {number}"
    yield "# TYPE scholargraph_asking_ahead gauge"
    yield f"scholargraph_asking_ahead {int(ahead.busy)}"
