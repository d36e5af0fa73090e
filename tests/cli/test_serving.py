from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from argparse import Namespace

import pytest

from guiju.cli import serve
from guiju.cli import tending as tending_room
from tests.cli.running import guiju
from tests.cli.serving import answers, children, running, serving, tending, until

pytestmark = pytest.mark.killing


def count(folder, table: str) -> int:
    with sqlite3.connect(folder / "guiju.sqlite3") as connection:
        ((number,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    connection.close()
    return int(number)


def put_back_to_the_queue(folder) -> int:
    """Let the last positions wait again, as after a crash of the sealer before its first turn."""
    with sqlite3.connect(folder / "guiju.sqlite3") as connection:
        connection.execute(
            "INSERT INTO matters_unsealed (matter, seq) SELECT matter, seq FROM matters_seal"
        )
        connection.execute("DELETE FROM matters_seal")
        connection.execute("DELETE FROM matters_checkpoint")
        connection.execute("DELETE FROM matters_sealer")
    connection.close()
    return count(folder, "matters_unsealed")


def test_the_server_answers_seals_in_the_background_and_leaves_nothing_behind(copied):
    waiting = put_back_to_the_queue(copied)
    with serving(copied) as (child, port):
        assert answers(port) in {200, 302}
        until(lambda: count(copied, "matters_unsealed") == 0)
        assert count(copied, "matters_seal") == waiting
        (worker,) = tending(copied)
        os.kill(worker, signal.SIGKILL)
        until(lambda: tending(copied) not in ([], [worker]))
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0
        assert not answers(port)
        until(lambda: tending(copied) == [])
    assert guiju("verify", "--db", copied).returncode == 0


def test_the_background_work_and_the_workers_end_when_the_server_is_killed(tmp_path):
    with serving(tmp_path / "new") as (child, _):
        until(lambda: len(tending(tmp_path / "new")) == 1)
        workers = children(child.pid)
        assert len(workers) >= 2, "the background work and a worker"
        child.kill()
        child.wait(20)
        until(lambda: tending(tmp_path / "new") == [])
        until(lambda: not any(running(worker) for worker in workers))


def test_background_work_that_takes_long_does_not_hold_up_the_end(monkeypatch):
    monkeypatch.setattr(tending_room, "GRACE", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    child.stdout.readline()
    tending_room._end(child)
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL


def test_an_existing_demonstration_is_served_at_once(copied):
    with serving(copied, "demo") as (child, port):
        assert answers(port) in {200, 302}
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0
        assert "演示早已建立" in child.stdout.read().decode()


@pytest.mark.parametrize("word", ["serve", "demo"])
def test_a_taken_port_is_answered_with_a_free_one_before_anything_is_made(word, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = guiju(word, "--db", tmp_path / "new", "--port", str(port))
    assert done.returncode == 2
    assert f"{port} 端口：已被占用" in done.stderr
    assert "--port" in done.stderr
    assert not (tmp_path / "new").exists()


def test_an_address_of_another_machine_is_refused(tmp_path):
    done = guiju("serve", "--db", tmp_path / "new", "--host", "203.0.113.7")
    assert done.returncode == 2
    assert "不是本机的地址" in done.stderr


def test_serving_for_others_says_which_names_are_accepted(monkeypatch, capsys):
    monkeypatch.delenv("GUIJU_HOSTS", raising=False)
    serve._allow("127.0.0.1")
    assert "GUIJU_HOSTS" not in os.environ
    serve._allow("192.0.2.1")
    assert os.environ["GUIJU_HOSTS"].split(",")[-1] == "192.0.2.1"
    assert "GUIJU_HOSTS" in capsys.readouterr().err
    monkeypatch.setenv("GUIJU_HOSTS", "example.gov.cn")
    serve._allow("192.0.2.1")
    assert os.environ["GUIJU_HOSTS"] == "example.gov.cn"
    monkeypatch.delenv("GUIJU_HOSTS")


@pytest.mark.django_db
def test_the_background_work_seals_each_time_and_sweeps_once_a_day(office, store):
    from guiju.figures.segments import manifest, root
    from guiju.matters.models import Matter, Unsealed

    case = office.penalty()
    office.go_to("2026-03-03")
    first = tending_room.tend_once(None)
    assert (first.isoformat(), Unsealed.objects.count()) == ("2026-03-03", 0)
    assert manifest(root()).covered > 0
    office.go_to("2027-03-03")
    before = Matter.objects.get(id=case.matter).state
    assert tending_room.tend_once(office.time.now().date()) == office.time.now().date()
    assert Matter.objects.get(id=case.matter).state == before
    assert tending_room.tend_once(first).isoformat() == "2027-03-03"
    assert Matter.objects.get(id=case.matter).state != before


@pytest.mark.django_db
def test_a_sweep_that_failed_is_tried_again(office, store, monkeypatch, capsys):
    from django.db import DatabaseError, connections

    from guiju.matters import sweep

    def fails(_day):
        msg = "database is locked"
        raise DatabaseError(msg)

    with monkeypatch.context() as broken:
        broken.setattr(sweep, "sweep", fails)
        broken.setattr(connections, "close_all", lambda: None)
        assert tending_room.tend_once(None) is None
        assert "数据库正被别的进程占用" in capsys.readouterr().err
    assert tending_room.tend_once(None) == office.time.now().date()


def test_one_turn_of_the_background_work_can_be_asked_for(copied):
    put_back_to_the_queue(copied)
    assert guiju("tend", "--once", "--db", copied).returncode == 0
    assert count(copied, "matters_unsealed") == 0


def test_the_highest_port_has_none_above_it_to_offer():
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", 65535))
        taken.listen()
        with pytest.raises(ValueError, match="核对 --host"):
            serve.check_port("127.0.0.1", 65535)


def test_a_port_is_free_at_once_after_its_last_server_has_gone():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()  # the server ends first: its side of the connection lingers
    serve.check_port("127.0.0.1", port)


@pytest.mark.django_db
def test_a_start_code_is_shown_only_where_there_is_nobody_yet(time, capsys):
    from guiju.people.models import FirstStart
    from tests.office import Office

    options = Namespace(host="127.0.0.1", port=8000)
    serve._tell_code(options)
    assert "启动码：" in capsys.readouterr().err
    before = FirstStart.objects.get().code
    Office.open(time)
    serve._tell_code(options)
    assert "启动码" not in capsys.readouterr().err
    assert FirstStart.objects.get().code == before


@pytest.mark.django_db
def test_before_workers_are_forked_the_word_is_kept_and_no_connection_open(office, monkeypatch):
    from django.db import connections

    order: list[str] = []

    class Server:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def on_startup(self, _: object) -> None:
            order.append("told")

        def serve(self) -> None:
            order.append("served")

    monkeypatch.setattr("granian.Granian", Server)
    monkeypatch.setattr(serve, "tended", lambda *_: contextlib.nullcontext())
    monkeypatch.setattr(serve, "keep_the_word", lambda: order.append("word kept"))
    monkeypatch.setattr(connections, "close_all", lambda: order.append("closed"))
    monkeypatch.delenv("GUIJU_HOSTS", raising=False)
    serve.serve("folder", Namespace(host="192.0.2.1", port=8000, workers=1))
    assert order == ["told", "word kept", "closed", "served"]
    assert "192.0.2.1" in os.environ["GUIJU_HOSTS"]
    monkeypatch.delenv("GUIJU_HOSTS")
