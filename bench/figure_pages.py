"""The pages that count, print, oversee and administer, at 1,000,000 matters through the server: p95 of each kind by itself. Bar: 100 ms.

``python bench/figure_pages.py [MATTERS [FOLDER]]``. The store is the demonstration county grown by copies (``support/demonstration.py``), its
columnar copy written as the product writes it; FOLDER keeps it for another run. Questions vary in period, body and figure from request to
request. ``first`` is the first request of a kind, which nothing has warmed. While figures are asked "after an act", an act is recorded
before each request. The reference is the sign-in page, which reads nothing.
"""

from __future__ import annotations

import html
import itertools
import json
import re
import sys
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.browsing import Browser, measured, p95, serving, token
from bench.support.demonstration import grown
from bench.support.store import opened
from bench.support.writing import filled_table, handover, recorded

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 60
COUNTY, CLERK, KEEPER, MEDIATOR = "县政府", "承办人", "系统管理员", "调解员"
SECURITY, REVIEWER = "安全管理员", "复议"
SPANS = ("year", "last", "quarter", "month", "days&from=2023-03-15&to=2026-02-10", "days&from=2024-01-01&to=2024-06-30")  # fmt: skip
LAW = "ordinary-penalty"


def main(matters: int, folder: str = "") -> None:
    with opened(keep=folder) as store:
        passwords = built(matters, store)
        job, handed = filled_table(CLERK), handover(MEDIATOR)
        with serving(store) as port:
            people = {name: signed_in(port, name, passwords[name]) for name in
                      (COUNTY, CLERK, KEEPER, SECURITY, MEDIATOR)}  # fmt: skip
            reference = p95(Browser(port).times(["/signin"] * 200))
            county, clerk = people[COUNTY], people[CLERK]
            for browser, who in ((county, " (42 bodies)"), (clerk, " (one body)")):
                measured(browser, figures(browser), reference, matters, who)
                measured(browser, reports(browser), reference, matters, who)
            measured(After(county, recorded), figures(county), reference, matters, " after an act")
            measured(county, supervision(county), reference, matters)
            measured(clerk, papers(clerk, job), reference, matters)
            measured(people[MEDIATOR], {"handover": each(["/manage/handover"]), "a handover": each([f"/manage/handover/{handed}"]),
                                        "a handover's paper": each([f"/manage/handover/{handed}/paper"])}, reference, matters)  # fmt: skip
            measured(county, law(county), reference, matters)
            for name in (KEEPER, SECURITY):
                measured(people[name], manage(people[name]), reference, matters, f" ({name})")


def built(matters: int, store: Path) -> dict[str, str]:
    """The grown demonstration, built now or kept from a run before."""
    kept = store / "accounts.json"
    if not kept.is_file():
        kept.write_text(json.dumps(grown(matters, note)))
    found: dict[str, str] = json.loads(kept.read_text())
    return found


def note(sentence: str) -> None:
    print(f"# {sentence}", file=sys.stderr, flush=True)


def signed_in(port: int, name: str, password: str) -> Browser:
    browser = Browser(port)
    browser.sign_in(name, password)
    return browser


class After:
    """A browser before whose every request something is done elsewhere."""

    def __init__(self, browser: Browser, act: Callable[[], None]) -> None:
        self.browser, self.act = browser, act

    def times(self, paths: list[str]) -> list[float]:
        """Milliseconds of each request."""
        taken = []
        for path in paths:
            self.act()
            taken += self.browser.times([path])
        return taken


def each(paths: list[str]) -> list[str]:
    """As many requests as are measured, the paths in turn."""
    return list(itertools.islice(itertools.cycle(paths), max(ROUNDS, len(paths))))


def linked(browser: Browser, path: str, pattern: str) -> list[str]:
    """The addresses of a page that look like something, each once; those beginning with ? belong to the page."""
    found = map(html.unescape, re.findall(f'href="({pattern})"', browser.text(path)))
    base = path.partition("?")[0]
    return [f"{base}{one}" if one.startswith("?") else one for one in dict.fromkeys(found)]


def figures(browser: Browser) -> dict[str, list[str]]:
    tabs = linked(browser, "/figures", r"\?[^\"]*chapter=[^\"]*")
    tabs = [one.split("&format")[0] for one in tabs if "chapter=all" not in one]
    spans = [f"/figures?span={one}" for one in SPANS]
    ids = sorted({one.partition("?")[0] for tab in tabs for one in linked(browser, tab, "/figures/[^\"]*")})  # fmt: skip
    bodies = re.findall(r'<option value="([^"]+)"', browser.text("/figures"))[:12]
    asked = list(itertools.product(ids, SPANS))[:: max(len(ids) * len(SPANS) // 120, 1)]
    kinds = {
        "figures, each tab": each(tabs),
        "figures, each period": each(spans),
        "figures, looked for": each([f"/figures?q={urllib.parse.quote(one)}" for one in ("件", "罚", "调解", "数")]),
        "a figure": [f"{one}?span={span}" for one, span in asked],
        "a figure's second page of rows": each(second_pages(browser, ids)),
    }  # fmt: skip
    if bodies:
        pairs = list(itertools.product(bodies, SPANS))
        kinds["figures, each body"] = [f"/figures?body={body}&span={span}" for body, span in pairs]
        kinds["a figure of a body"] = [f"{ids[place % len(ids)]}?body={body}&alone=1&span={span}" for place, (body, span) in enumerate(pairs)]  # fmt: skip
    return {name: [urllib.parse.quote(one, safe="/?&=-%+_") for one in paths] for name, paths in kinds.items()}  # fmt: skip


def second_pages(browser: Browser, ids: list[str]) -> list[str]:
    """The page of rows after the first, of each figure that has one."""
    found = []
    for one in ids:
        found += linked(browser, one, r"\?[^\"]*after=[^\"]*")[:1]
    return [one.partition("#")[0] for one in found]


def reports(browser: Browser) -> dict[str, list[str]]:
    all_of = [one.partition("?")[0] for one in linked(browser, "/reports", '/reports/[^"]*')]
    shown = all_of[:30]
    told = [one.partition("#")[0] for one in linked(browser, shown[-1], r"\?figure=[^\"]*")]
    return {
        "reports": each(["/reports"]),
        "a report": each(shown),
        "a report, a figure told": each(told or shown),
        "a report's paper": each([f"{one}/paper" for one in shown]),
        "a report's Word file": each([f"{one}/word" for one in shown[:4]]),
    }


def supervision(browser: Browser) -> dict[str, list[str]]:
    cells = linked(browser, "/supervision", '/supervision/rows[^"]*')
    text = browser.text("/supervision/reminders?span=all")
    ticked = re.findall(r'name="matters" value="([^"]+)"', text)[:1]
    once = re.findall(r'name="once" value="([^"]+)"', text)[:1]
    sheet = []
    if ticked and once:
        told = {**token(text), "once": once[0], "matters": ticked[0], "span": "all"}
        _, led = browser.ask("POST", "/supervision/reminders", told)
        sheet = [led.partition("?")[0]] if led.startswith("/supervision") else []
    kinds = {
        "towns and units": each(["/supervision"]),
        "what a cell counts": each(cells[:40]),
        "by person": each(["/supervision/people"]),
        "lists grown old": each(["/supervision/lists"]),
        "reminders": each([f"/supervision/reminders?span={one}" for one in ("late", "soon", "both", "all")]),
    }  # fmt: skip
    return kinds | ({"a reminder": each(sheet), "a reminder's paper": each([f"{sheet[0]}/paper"])} if sheet else {})  # fmt: skip


def papers(browser: Browser, job: int) -> dict[str, list[str]]:
    from guiju.matters.models import AwaitedScan

    rows = AwaitedScan.objects.order_by("id").values_list("matter_id", "seq", "body")
    documents = []
    for matter, seq, _ in rows.iterator():
        path = f"/matters/{matter}/documents/{seq}"
        if browser.ask("GET", path)[0] == 200:
            documents.append(path)
        if len(documents) == 40:
            break
    return {
        "a document": each(documents),
        "a document's Word file": each([f"{one}/docx" for one in documents]),
        "papers to scan": each(["/scans"]),
        "numbers": each(["/numbers"]),
        "tables brought in": each(["/imports"]),
        "a table brought in": each([f"/imports/{job}"]),
        "bring a table in": each(["/lists/law-activity/import"]),
        "calendar": each(["/manage/calendar"]),
        "openings": each(["/openings"]),
        "leave": each(["/manage/leave"]),
        "what one may not see, as a page": each(["/new"]),
    }


def law(browser: Browser) -> dict[str, list[str]]:
    tabs = linked(browser, f"/law/{LAW}", rf"(?:/law/{LAW})?\?[^\"]*")
    others = linked(browser, "/law", '/law/[a-z][^"/]*')
    statutes = linked(browser, "/law", '/law/statutes/[^"]*')
    statutes += linked(browser, "/law?tab=statutes", '/law/statutes/[^"]*')
    return {
        "law": each(["/law"]),
        "a procedure's law, each tab": each(tabs or [f"/law/{LAW}"]),
        "each procedure's law": each(others),
        **({"a statute": each(list(dict.fromkeys(statutes))[:60])} if statutes else {}),
    }


def manage(browser: Browser) -> dict[str, list[str]]:
    found = [one for one in linked(browser, "/manage", '/manage/[^"?]*') if "health" not in one]
    health = linked(browser, "/manage", '/manage/health[^"]*')
    people = (
        linked(browser, "/manage/people", '/manage/people/[^"/?]*')[:30]
        if "/manage/people" in found
        else []
    )
    kinds = {"manage": each(["/manage"]), **{f"manage: {one}": each([one]) for one in found}}
    kinds |= {"manage: health": each(health)} if health else {}
    return kinds | ({"manage: a person": each(people)} if people else {})


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000, sys.argv[2] if sys.argv[2:] else "")
