"""What the catalog's readers refuse: a stable code, a Chinese sentence with the remedy, and the line."""

from __future__ import annotations

from typing import NamedTuple, NoReturn


class Place(NamedTuple):
    """Where something stands in a catalog file.

    Attributes:
        file: Name of the file as given to the loader.
        line: Line, counted from 1; 0 where the file as a whole is meant.
        column: Column, counted from 1; None where only the line is known.
    """

    file: str
    line: int = 0
    column: int | None = None

    def __str__(self) -> str:
        """Return `file:line`, or the file alone where no line is meant."""
        return f"{self.file}:{self.line}" if self.line else self.file


class CatalogError(ValueError):
    """A catalog that is unclear or wrong.

    Attributes:
        code: Stable dotted name, such as `yaml.duplicate_key`.
        sentence: What is wrong and what to do, in Chinese.
        where: The place; None where a caller asked for something that no file holds.
    """

    def __init__(self, code: str, sentence: str, where: Place | None = None) -> None:
        """Keep the three parts; `str()` joins place and sentence."""
        super().__init__(code, sentence, where)
        self.code = code
        self.sentence = sentence
        self.where = where

    def __str__(self) -> str:
        """Return `file:line: sentence`."""
        return self.sentence if self.where is None else f"{self.where}: {self.sentence}"


def refuse(code: str, sentence: str, where: Place | None = None) -> NoReturn:
    """Raise a `CatalogError`.

    Args:
        code: Stable dotted name.
        sentence: What is wrong and what to do, in Chinese.
        where: The place, if there is one.

    Raises:
        CatalogError: Always.
    """
    raise CatalogError(code, sentence, where)
