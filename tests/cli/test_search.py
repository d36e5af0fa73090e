"""The search index on the command line."""

from __future__ import annotations

from guiju.cli.search import _Telling
from tests.cli.running import asked, guiju


def test_an_index_is_made_anew_and_says_how_far_it_goes(copied):
    sealed = asked("seal", "--db", copied)["size"]
    told = asked("search", "rebuild", "--db", copied)
    assert told == {"covered": sealed, "added": sealed}
    done = guiju("search", "rebuild", "--db", copied)
    assert (done.returncode, done.stdout) == (0, f"检索索引已重做，收入到第 {sealed} 位的行为。\n")


def test_the_background_work_keeps_the_index_up(copied):
    import sqlite3

    assert guiju("tend", "--once", "--db", copied).returncode == 0
    with sqlite3.connect(copied / "guiju.sqlite3") as connection:
        (matters,) = connection.execute("SELECT count(*) FROM matters_matter").fetchone()
        (entries,) = connection.execute("SELECT count(*) FROM search_entry").fetchone()
    connection.close()
    assert matters == entries > 0


def test_how_far_it_is_is_said_every_few_seconds(capsys, monkeypatch):
    moments = iter([0.0, 1.0, 6.0, 6.0, 7.0])
    monkeypatch.setattr("guiju.cli.search.time.monotonic", lambda: next(moments))
    telling = _Telling()
    telling(500, 2000)
    telling(1000, 2000)
    telling(1500, 2000)
    assert capsys.readouterr().err == "已到第 1000 位，共 2000 位\n"
