"""Find the usual distance between the lines of a paragraph: the leading."""

from __future__ import annotations

from collections import Counter

_MIN_WITHIN = 0.3  # of the lines above a wide gap, those that end within a sentence if the gap is the leading


def usual_leading(gaps: Counter[float], within: Counter[float], size: float, widest: float) -> float:
    """Return the usual leading: the smaller of the two most common gaps, or the narrowest of a few; 0 if unclear.

    A gap wider than ``widest``, in ems, counts if enough of its lines are ``within`` a sentence; the space between
    paragraphs of a line each is as common, but most of them end there. It is that space if a narrower gap is only
    ``within`` sentences.
    """
    counts, counts_within = _without_rounding(gaps, gaps), _without_rounding(within, gaps)
    common = [gap for gap, count in counts.most_common(2) if count > 2]
    common = [gap for gap in common if gap <= widest * size or counts_within[gap] >= _MIN_WITHIN * counts[gap]]
    if common and min(common) > widest * size:
        common += [gap for gap, count in counts.items() if gap < min(common) and counts_within[gap] == count > 1]
    return min(
        common, default=min((g for g in gaps if g <= widest * size or (g < 2 * size and within[g])), default=0.0)
    )


def _without_rounding(counts: Counter[float], gaps: Counter[float]) -> Counter[float]:
    """Return counts of gaps, each added to that of the gap next to it in ``gaps`` if that is more common: gaps are
    rounded up or down to half a point."""
    joined: Counter[float] = Counter()
    for gap, _ in gaps.most_common():
        joined[next((near for near in (gap + 0.5, gap - 0.5) if near in joined), gap)] += counts[gap]
    return joined
