"""Dividing an amount by weights so that the parts add up to it exactly."""

from __future__ import annotations

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts in proportion to the weights, by the largest remainder: Σ parts = total.

    Equal remainders go to the larger weight, then to the one that comes first. Raises ValueError
    for a total or weight below 0, and for a total above 0 where all weights are 0.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a share is never below 0")
    whole = sum(weights)
    if not whole:
        if total:
            raise ValueError("nothing to divide by")
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(
        range(len(weights)),
        key=lambda n: (-(total * weights[n] % whole), -weights[n], n),
    )
    for n in order[: total - sum(parts)]:
        parts[n] += 1
    return parts
