"""From a place on the map to a country, by the nearest of some two hundred towns (data/facts/towns.yml).

Coarse on purpose: the country decides whom to call, and nothing more exact is kept.
"""

from __future__ import annotations

import math
from functools import lru_cache

import yaml

from bot.settings import ROOT

_FARTHEST_KM = 500.0
_EARTH_KM = 6371.0


@lru_cache(maxsize=1)
def _towns() -> list[tuple[str, float, float]]:
    path = ROOT / "data" / "facts" / "towns.yml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        (country, float(town[1]), float(town[2]))
        for country, towns in document["towns"].items()
        for town in towns
    ]


def _km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Distance along the surface (haversine)."""
    p, q = math.radians(lat), math.radians(lat2)
    half = math.sin((q - p) / 2) ** 2
    half += math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def country_at(latitude: object, longitude: object) -> str | None:
    """The country (ISO 3166 alpha-2) of a place; None far from every town that is known."""
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    best = min(_towns(), key=lambda town: _km(latitude, longitude, town[1], town[2]))
    near = _km(latitude, longitude, best[1], best[2]) <= _FARTHEST_KM
    return best[0] if near else None
