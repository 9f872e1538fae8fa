"""One row of the bench: ours against a named baseline that was measured in the same run, turn about.

Knows numbers only. Nothing here says what is good enough.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Step = Callable[[], None]
"""Called after each turn, outside whatever is being timed."""

Turn = tuple[float, float]
"""Seconds that ours took, and right after it the baseline: what the machine does meanwhile is the same for both."""


@dataclass(frozen=True)
class Row:
    """Times in unit; ratio is p50 / baseline_p50. With few samples p95 and p99 are little more than the slowest."""

    name: str
    n: int
    p50: float
    p95: float
    p99: float
    unit: str
    baseline: str
    baseline_p50: float
    ratio: float
    note: str = ""
    """What a reader of these figures should know."""


def compare(name: str, baseline: str, turns: Sequence[Turn], note: str = "") -> Row:
    """The row of these turns, in milliseconds; at least two."""
    ours_ms = [ours_s * 1000 for ours_s, _ in turns]
    p50_ms, bare_p50_ms = median(ours_ms), median(bare_s * 1000 for _, bare_s in turns)
    percentiles_ms = quantiles(ours_ms, n=100, method="inclusive")
    return Row(
        name=name,
        n=len(turns),
        p50=round(p50_ms, 3),
        p95=round(percentiles_ms[94], 3),
        p99=round(percentiles_ms[98], 3),
        unit="ms",
        baseline=baseline,
        baseline_p50=round(bare_p50_ms, 3),
        ratio=round(p50_ms / bare_p50_ms, 3),
        note=note,
    )
