"""Measures ways of doing the same thing in turn, so that a busy machine is unfair to none.

`compare` runs all ways round by round, the first of a round changing, and takes the median of
each; `table` prints them with the ratio to the first and the aim.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: seconds of ours and of the yardstick, and the ratio that is aimed at."""

    name: str
    ours: float
    yardstick: float
    aim: float

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick


def compare(
    ways: Mapping[str, Callable[[], object]], *, rounds: int = 9, warm_up: int = 2
) -> dict[str, float]:
    """The median seconds of each way over interleaved rounds."""
    names = list(ways)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + warm_up):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            gc.collect()
            begin = time.perf_counter()
            ways[name]()
            seconds = time.perf_counter() - begin
            if number >= warm_up:
                taken[name].append(seconds)
    return {name: median(values) for name, values in taken.items()}


def table(rows: Sequence[Row]) -> str:
    """The ratios as text, one line each."""
    wide = max([len(row.name) for row in rows] + [8])
    lines = [f"{'':{wide}}  {'ours':>9}  {'yardstick':>9}  {'ratio':>6}  {'aim':>6}"]
    lines += [
        f"{row.name:{wide}}  {row.ours * 1000:6.1f} ms  {row.yardstick * 1000:6.1f} ms"
        f"  {row.ratio:6.2f}  ≤ {row.aim:4.2f}"
        for row in rows
    ]
    return "\n".join(lines)
