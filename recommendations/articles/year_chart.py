"""How attention moved: a chart of counts by year, its geometry made here and drawn as SVG by the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH = 720
HEIGHT = 120
_TOP, _BOTTOM = 16, 20
MAX_LABELS = 12  # years labelled below the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: its bar from ``y`` down by ``height``, in the units of the chart. ``is_named`` puts the year below."""

    year: str
    count: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    count_y: float
    is_named: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of the years from the first to the last one, those with nothing among them."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    baseline: int = HEIGHT - _BOTTOM
    year_y: int = HEIGHT - 5


def years_between(*counts: Mapping[str, int]) -> list[str]:
    """All years from the first to the last that has something."""
    years = [int(year) for one in counts for year in one]
    return [str(year) for year in range(min(years), max(years) + 1)] if years else []


def chart_of(years: list[str], counts: Mapping[str, int]) -> Chart:
    """A chart of the counts over these years; the highest bar takes all of the height."""
    most = max((counts.get(year, 0) for year in years), default=0)
    step = WIDTH / max(1, len(years))
    room = HEIGHT - _TOP - _BOTTOM
    every = -(-len(years) // MAX_LABELS)
    bars = []
    for place, year in enumerate(years):
        count = counts.get(year, 0)
        height = round(room * count / most, 1) if most else 0.0
        width = round(min(step * 0.8, 48), 1)
        bars.append(
            Bar(
                year=year,
                count=count,
                x=round(place * step + (step - width) / 2, 1),
                y=round(HEIGHT - _BOTTOM - height, 1),
                width=width,
                height=height,
                middle=round((place + 0.5) * step, 1),
                count_y=round(HEIGHT - _BOTTOM - height - 4, 1),
                is_named=(len(years) - 1 - place) % every == 0,
            )
        )
    return Chart(tuple(bars), most)
