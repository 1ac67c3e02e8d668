"""A leaderboard's results over time, as a picture to keep: SVG, PNG or a page."""

import os
from pathlib import Path

from scholargraph.serve.faults import Fault
from scholargraph.serve.pages.plot import dated
from scholargraph.serve.pages.results import Board
from scholargraph.text import readable


def to_picture(board: Board, format_name: str, *, scratch: Path) -> bytes:
    """
    Return the picture of a board whose results have dates.

    The library keeps a list of the fonts in ``scratch``, for all workers.

    Raises
    ------
    Fault
        Where there is no such format.

    """
    if format_name not in {"svg", "png", "html"}:
        raise Fault(404, "there is no such picture")
    os.environ.setdefault("MPLCONFIGDIR", str(scratch / "fonts"))
    from scholargraph import pictures  # noqa: PLC0415 - few requests need it

    points = [
        pictures.Point(day, number, _note(row)) for day, number, row in dated(board)
    ]
    on = f" on {readable(board.dataset_label)}" if board.dataset else ""
    metric = readable(board.metric_label)
    picture = pictures.over_time(
        points,
        title=f"{metric}{on}: {board.direction}",
        measure=f"{metric} ({board.unit})" if board.unit else metric,
        higher=board.higher is not False,
    )
    return pictures.to_bytes(picture, format_name)


def _note(row: dict[str, str]) -> str:
    method = f"{row['methodLabel']}: " if "methodLabel" in row else ""
    unit = row.get("unit", "")
    return readable(f"{method}{row['raw']} {unit}".rstrip() + f" · {row['title']}")
