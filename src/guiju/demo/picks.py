"""Choices that are the same each time: nothing here is left to chance."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

One = TypeVar("One")
Key = TypeVar("Key", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Picks:
    """Choices drawn from a seed and from what is asked, so that the order of asking does not matter.

    Attributes:
        seed: another seed makes another county.
    """

    seed: str

    def number(self, low: int, high: int, *about: object) -> int:
        """A whole number from ``low`` to ``high``, both included.

        Args:
            low: the least.
            high: the greatest.
            about: what it is for; the same answer is given to the same question.
        """
        text = "|".join([self.seed, *map(str, about)])
        drawn = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
        return low + drawn % (high - low + 1)

    def one(self, options: Sequence[One], *about: object) -> One:
        """One of several.

        Args:
            options: at least one.
            about: what it is for.
        """
        return options[self.number(0, len(options) - 1, *about)]


def shares(total: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """A total split by weights, exactly; what rounding leaves goes to the largest remainders.

    Args:
        total: what is split, from 0.
        weights: part → weight; their sum is above 0.
    """
    whole = sum(weights.values())
    parts = {key: total * weight // whole for key, weight in weights.items()}
    remainders = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in remainders[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def dealt(total: int, weights: Mapping[Key, int]) -> list[Key]:
    """As many keys as ``total``, each as often as its weight asks, well mixed.

    Args:
        total: how many.
        weights: key → weight.
    """
    places: list[tuple[float, int, Key]] = []
    for order, (key, count) in enumerate(shares(total, weights).items()):
        places.extend(((turn + 0.5) / count, order, key) for turn in range(count))
    return [key for _, _, key in sorted(places, key=lambda place: place[:2])]
