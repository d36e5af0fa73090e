"""The server is stopped from the terminal it was begun at: the README promises Ctrl+C."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shlex
import signal
import subprocess
import sys
import termios
import threading
import time

import pytest

from guiju.cli import serve
from guiju.cli.server_log import spoken
from tests.cli.running import COMMAND, environment, free_port
from tests.cli.serving import answers, children, running, serving, tending, until

pytestmark = pytest.mark.killing
INTERRUPT = b"\x03"
BOUND = 10.0  # seconds


@contextlib.contextmanager
def terminal(words: list[str], cwd):
    """A command at a terminal of its own; the process and where its keys are pressed."""
    master, screen = os.openpty()
    keys = os.fdopen(master, "wb", buffering=0)

    def take() -> None:
        os.setsid()
        fcntl.ioctl(screen, termios.TIOCSCTTY, 0)

    child = subprocess.Popen(
        words, stdin=screen, stdout=screen, stderr=subprocess.PIPE, env=environment(), cwd=cwd,
        preexec_fn=take,
    )  # fmt: skip
    os.close(screen)
    try:
        yield child, keys
    finally:
        keys.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(1)
        child.kill()
        child.wait()
        child.stderr.close()


def descendants(process: int) -> list[int]:
    return [one for child in children(process) for one in (child, *descendants(child))]


@pytest.mark.parametrize("under", ["alone", "make"])
def test_ctrl_c_at_the_terminal_stops_the_server_and_leaves_nothing_behind(under, tmp_path):
    port, folder = free_port(), tmp_path / "new"
    words = [*COMMAND, "serve", "--db", str(folder), "--port", str(port), "--workers", "2"]
    if under == "make":
        (tmp_path / "Makefile").write_text(f"serve:\n\t{shlex.join(words)}\n", encoding="utf-8")
        words = ["make", "serve"]
    with terminal(words, None if under == "alone" else tmp_path) as (child, keys):
        until(lambda: answers(port), child)
        until(lambda: len(tending(folder)) == 1)
        begun = descendants(child.pid)
        assert len(begun) >= 3, "two workers and the background work"
        keys.write(INTERRUPT)
        assert child.wait(BOUND) == (0 if under == "alone" else -signal.SIGINT)
        assert not answers(port)
        assert not [one for one in begun if running(one)]
        said = child.stderr.read().decode()
    assert "已停止。" in said
    assert "中断" not in said
    assert "Traceback" not in said


def test_what_is_typed_at_the_terminal_reaches_the_server_alone(tmp_path):
    folder = tmp_path / "new"
    with serving(folder) as (child, _):
        until(lambda: len(tending(folder)) == 1)
        begun = children(child.pid)
        assert len(begun) >= 2, "the background work and a worker"
        until(lambda: os.getsid(child.pid) not in {os.getsid(one) for one in begun})


def test_a_worker_that_does_not_stop_is_ended_within_the_bound(tmp_path):
    folder = tmp_path / "new"
    with serving(folder) as (child, _):
        until(lambda: len(tending(folder)) == 1)
        (worker,) = set(children(child.pid)) - set(tending(folder))
        os.kill(worker, signal.SIGSTOP)
        asked = time.monotonic()
        child.send_signal(signal.SIGTERM)
        assert child.wait(serve.GRACE + 8) == 0
        assert time.monotonic() - asked >= serve.GRACE - 1
        assert not running(worker)
        assert "已强行结束" in child.stderr.read().decode()


def test_a_server_whose_reader_has_gone_ends_its_workers_all_the_same(tmp_path):
    folder = tmp_path / "new"
    with serving(folder) as (child, _):
        until(lambda: len(tending(folder)) == 1)
        (worker,) = set(children(child.pid)) - set(tending(folder))
        os.kill(worker, signal.SIGSTOP)
        child.stderr.close()
        child.send_signal(signal.SIGTERM)
        assert child.wait(serve.GRACE + 8) == 0
        assert not running(worker)


def test_background_work_that_ends_while_the_server_stops_is_not_begun_again(
    monkeypatch, tmp_path, capsys
):
    from guiju.cli import tending as room

    begun: list[subprocess.Popen[bytes]] = []

    def begin(_folder):
        begun.append(subprocess.Popen(["sleep", "600"]))
        return begun[-1]

    monkeypatch.setattr(room, "_begin_tending", begin)
    monkeypatch.setattr(room, "PAUSE_AFTER_FAILURE", 0.1)
    stopping = threading.Event()
    with room.tended(tmp_path, stopping):
        begun[0].kill()
        until(lambda: len(begun) == 2)
        stopping.set()
        begun[1].kill()
        time.sleep(1)
        assert len(begun) == 2
    assert all(one.returncode is not None for one in begun)
    assert capsys.readouterr().err.count("正在重新开始") == 1


def test_the_wish_to_stop_is_heard_before_the_server_acts_on_it(monkeypatch):
    heard: list[bool] = []
    stopping = threading.Event()
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        listen = serve._to_hear_of(stopping)
        signal.signal(signal.SIGTERM, lambda *_: heard.append(stopping.is_set()))
        listen()
        for one in before:
            os.kill(os.getpid(), one)
        assert heard == [True, True, True]
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


BEGINNING = """
import multiprocessing, os, signal, sys, time
from guiju.cli.lifeline import end_with_the_server, keep_the_word

def begin():
    time.sleep(0.2)
    end_with_the_server()
    time.sleep(0.2)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
    signal.pause()
    signal.pause()

signal.signal(signal.SIGTERM, lambda *_: None)
keep_the_word()
worker = multiprocessing.get_context("fork").Process(target=begin)
worker.start()
time.sleep(float(sys.argv[1]))
worker.terminate()
worker.join(10)
worker.kill()
os.kill(os.getpid(), signal.SIGTERM)
print(worker.exitcode)
"""


@pytest.mark.parametrize("after", ["0", "0.1", "0.3", "0.5", "2"])
def test_a_worker_told_to_stop_before_it_serves_stops_as_soon_as_it_does(after):
    words = [sys.executable, "-c", BEGINNING, after]
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == ("7\n", "", 0)


def test_a_server_begun_to_outlive_its_terminal_does_so():
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    stopping = threading.Event()
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        serve._to_hear_of(stopping)()
        os.kill(os.getpid(), signal.SIGHUP)
        assert not stopping.is_set()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def test_a_server_whose_workers_fail_says_so_and_is_no_success():
    def fails() -> None:
        raise SystemExit(1)

    stopping = threading.Event()
    with pytest.raises(ValueError, match="网页进程"):
        serve._run(fails, stopping)
    stopping.set()
    serve._run(fails, stopping)


def test_a_terminal_that_is_closed_ends_the_server(tmp_path):
    port, folder = free_port(), tmp_path / "new"
    words = [*COMMAND, "serve", "--db", str(folder), "--port", str(port), "--workers", "2"]
    with terminal(words, None) as (child, keys):
        until(lambda: answers(port), child)
        until(lambda: len(tending(folder)) == 1)
        begun = children(child.pid)
        keys.close()
        child.wait(BOUND)
    until(lambda: not any(running(one) for one in begun), seconds=BOUND)
    assert not answers(port)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Unexpected exit from worker-2", "网页进程 2 意外中断。"),
        ("Worker crash loop detected, exiting", "网页进程反复中断。"),
        ("something new", "网页服务出错：something new"),
    ],
)
def test_what_the_server_reports_is_chinese(message, said):
    assert spoken(message) == said


def test_a_server_without_trouble_speaks_chinese_only(tmp_path):
    with serving(tmp_path / "new") as (child, _):
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0
        assert child.stdout.read() == b""
        lines = child.stderr.read().decode().splitlines()
    told = [line for line in lines if "数据库" not in line]
    assert len(told) == 3, told
    assert told[0].startswith("这里还没有机构和人员。请打开 http://")
    assert told[1].startswith("规矩已在 http://")
    assert told[2] == "已停止。"
