"""The server over a bench's store, and a person's connection to it."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import time
import urllib.parse
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench.support.lines import line
from bench.support.store import calibration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BAR = 100
TRIES = 600
CHOSEN = 3


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The server over the store, as a user starts it; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "guiju.cli", "serve", "--db", str(folder), "--port", str(port)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(TRIES):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait(30)


class Browser:
    """A person's connection: keeps the cookies, as a browser would."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; gives status and text, or where it leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urllib.parse.urlencode(fields) if fields else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        reply = self._answered(method, path, body, headers)
        for cookie in reply.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        text = reply.read().decode(errors="replace")
        return reply.status, reply.headers.get("Location") or text

    def _answered(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """The answer; a connection that the server closed while it was idle is opened again, as a browser does."""
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()

    def sign_in(self, name: str, password: str, body: str = "") -> None:
        """Sign in; where one may act for several bodies, for one of them."""
        _, text = self.ask("GET", "/signin")
        status, _ = self.ask(
            "POST", "/signin", {**token(text), "username": name, "password": password}
        )
        assert status == 302, status
        _, text = self.ask("GET", "/post")
        if body and f'value="{body}"' in text:
            status, _ = self.ask("POST", "/post", {**token(text), "body": body})
            assert status == 302, status

    def text(self, path: str) -> str:
        """A page."""
        status, text = self.ask("GET", path)
        assert status == 200, (path, status)
        return text

    def times(self, paths: list[str]) -> list[float]:
        """Milliseconds of each request."""
        taken = []
        for path in paths:
            started = time.perf_counter()
            status, _ = self.ask("GET", path)
            taken.append((time.perf_counter() - started) * 1000)
            assert status == 200, (path, status)
        return taken


def token(text: str) -> dict[str, str]:
    """What a form needs to be believed."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert found
    return {"csrfmiddlewaretoken": found.group(1)}


def at(taken: list[float], share: float) -> float:
    """The time within which a share of the requests was answered."""
    return sorted(taken)[int(len(taken) * share)]


def p95(taken: list[float]) -> float:
    """The time within which 95 of 100 requests were answered."""
    return at(taken, 0.95)


def measured(
    browser: Browser, paths_of: dict[str, list[str]], reference: float, matters: int, who: str = ""
) -> None:
    """One line for each kind of page, or for those the bench's third argument chooses; the first request of a kind is told beside."""
    for kind, paths in paths_of.items():
        if len(sys.argv) > CHOSEN and not re.search(sys.argv[CHOSEN], kind + who):
            continue
        (first,) = browser.times(paths[:1])
        browser.times(paths[1:5])
        taken = browser.times(paths)
        line(
            f"page: {kind}{who}, p95", p95(taken), "ms", reference, bar=BAR, p50=round(at(taken, 0.5), 1),
            first=round(first, 1), matters=matters, calibration=round(calibration(), 3),
        )  # fmt: skip
