"""Hands on the keyboard only: where Tab leads, what is chosen and pressed there. Every stop on the way is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

AT_MOST = 150
SMALLEST = 24  # px; a link within a sentence is as high as its line
# what has the focus: its name as one reads it, and whether one sees that it has it
STOP = """(smallest) => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const said = (text) => (text ?? "").replace(/\\s+/g, " ").trim().replace(/ ?必填$/, "");
  const style = getComputedStyle(one), label = one.labels?.[0];
  const box = (["radio", "checkbox"].includes(one.type) && label ? label : one).getClientRects()[0] ?? new DOMRect();
  const inside = (at, most) => Math.min(Math.max(at, 1), most - 1);
  const over = document.elementFromPoint(inside((box.left + box.right) / 2, innerWidth), inside((box.top + box.bottom) / 2, innerHeight));
  one.dataset.stop ??= String(window.stops = (window.stops ?? 0) + 1);
  return {
    name: said(one.ariaLabel || label?.innerText || (one.matches("input, select, textarea") ? "" : one.innerText)),
    group: said(one.closest("fieldset")?.querySelector("legend")?.innerText),
    kind: one.type || one.localName, stop: one.dataset.stop,
    chosen: one.localName === "select" ? said(one.selectedOptions[0]?.innerText) : "",
    faults: Object.entries({
      "no outline": style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2,
      "out of sight": box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight,
      "covered": !over || !(one.contains(over) || over.contains(one) || label?.contains(over)),
      "too small": style.display !== "inline" && (box.width < smallest || box.height < smallest),
    }).filter(([, is]) => is).map(([what]) => what),
  };
}"""


class Keys:
    """A page that is worked by its keys."""

    def __init__(self, visit: Visit, width: int) -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.page.set_viewport_size({"width": width, "height": 740})
        self.page.on("filechooser", lambda _: None)  # asked for before the first key is pressed

    def open(self, path: str) -> Keys:
        """Open an address as one types it."""
        self.visit.go(path)
        return self.fits()

    def fits(self) -> Keys:
        """Nothing is wider than the screen."""
        wide = self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wide <= 0, (self.page.url, wide)
        return self

    def to(self, name: str) -> dict[str, Any]:
        """Press Tab until the focus is on what is called so, or in the group that is."""
        passed: list[str] = []
        for stop in self._stops():
            if name in {stop["name"], stop["group"]}:
                return stop
            passed.append(stop["name"])
        missed = f"Tab does not lead to “{name}” at {self.page.url}, only to {passed}"
        raise AssertionError(missed)

    def _stops(self, last: str = "") -> Iterator[dict[str, Any]]:
        """Where Tab leads, one after the other; each is seen and none keeps the focus."""
        for _ in range(AT_MOST):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP, SMALLEST)
            if stop is None:
                continue
            assert stop["stop"] != last or stop["kind"] == "date", (
                f"Tab does not lead on from {stop}"
            )
            assert not stop["faults"], stop
            last = stop["stop"]
            yield stop

    def press(self, name: str, key: str = "Enter") -> None:
        """Press a button or a link that changes the page in place."""
        self.to(name)
        self.page.keyboard.press(key)

    def go(self, name: str) -> Keys:
        """Press what leads to another page."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.fits()

    def fill(self, **answers: str | Path | tuple[str, ...]) -> None:
        """Answer a form by its labels, in its order."""
        for label, answer in answers.items():
            stop = self.to(label)
            HOW.get(stop["kind"], _write)(self, stop, answer)

    def now(self) -> dict[str, Any]:
        """What has the focus."""
        return self.page.evaluate(STOP, SMALLEST)

    def until(self, wanted: Callable[[dict[str, Any]], bool], key: str) -> None:
        """Press a key until what is wanted has the focus or is chosen."""
        for _ in range(AT_MOST):
            stop = self.now()
            if wanted(stop):
                return
            self.page.keyboard.press(key)
        raise AssertionError((key, stop))


def _write(keys: Keys, _: dict[str, Any], text: Any) -> None:
    keys.page.keyboard.press("Control+a")
    keys.page.keyboard.insert_text(text)


def _one_of(keys: Keys, _: dict[str, Any], answer: Any) -> None:
    keys.until(lambda stop: stop["name"].startswith(answer), "ArrowDown")
    keys.page.keyboard.press("Space")


def _several(keys: Keys, _: dict[str, Any], answers: Any) -> None:
    for answer in answers:
        keys.until(lambda stop, one=answer: stop["name"].startswith(one), "Tab")
        keys.page.keyboard.press("Space")


def _from_a_list(keys: Keys, _: dict[str, Any], answer: Any) -> None:
    keys.until(lambda stop: stop["chosen"].startswith(answer), "ArrowDown")


def _bring(keys: Keys, _: dict[str, Any], path: Any) -> None:
    with keys.page.expect_file_chooser() as asked:
        keys.page.keyboard.press("Enter")
    asked.value.set_files(path)


HOW: dict[str, Callable[[Keys, dict[str, Any], Any], None]] = {
    "radio": _one_of, "checkbox": _several, "select-one": _from_a_list, "file": _bring,
}  # fmt: skip
