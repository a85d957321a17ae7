"""Bar charts of counts by year. The geometry is computed here; the template draws it as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH = 720
HEIGHT = 120
_TOP, _BOTTOM = 16, 20
MAX_LABELS = 12  # years labelled below the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a year: from ``y`` down by ``height``, in chart units. ``has_year_label`` shows the year below."""

    year: str
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    count_y: float
    has_year_label: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of all years from the first to the last, including years with a count of 0."""

    bars: tuple[Bar, ...]
    max_count: int
    width: int = WIDTH
    height: int = HEIGHT
    baseline: int = HEIGHT - _BOTTOM
    year_y: int = HEIGHT - 5


def years_between(*counts: Mapping[str, int]) -> list[str]:
    """Return all years from the first to the last year with a count."""
    years = [int(year) for by_year in counts for year in by_year]
    return [str(year) for year in range(min(years), max(years) + 1)] if years else []


def chart_of(years: list[str], counts: Mapping[str, int]) -> Chart:
    """Return a chart of the counts for these years, scaled so that the highest bar fills the height."""
    max_count = max((counts.get(year, 0) for year in years), default=0)
    step = WIDTH / max(1, len(years))
    max_height = HEIGHT - _TOP - _BOTTOM
    label_interval = -(-len(years) // MAX_LABELS)
    bars = []
    for index, year in enumerate(years):
        count = counts.get(year, 0)
        height = round(max_height * count / max_count, 1) if max_count else 0.0
        width = round(min(step * 0.8, 48), 1)
        bars.append(
            Bar(
                year=year,
                count=count,
                x=round(index * step + (step - width) / 2, 1),
                y=round(HEIGHT - _BOTTOM - height, 1),
                width=width,
                height=height,
                middle=round((index + 0.5) * step, 1),
                count_y=round(HEIGHT - _BOTTOM - height - 4, 1),
                has_year_label=(len(years) - 1 - index) % label_interval == 0,
            )
        )
    return Chart(tuple(bars), max_count)
