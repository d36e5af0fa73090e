"""Settings: typed, and a wrong one stops the start with what is accepted."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.site import environment
from guiju.site.environment import SettingError, database_settings, read_environment


@pytest.fixture(autouse=True)
def plain(monkeypatch, tmp_path):
    for name in (
        "GUIJU_DATABASE",
        "GUIJU_HOSTS",
        "GUIJU_DEBUG",
        "GUIJU_SECRET",
        "GUIJU_SECRET_FILE",
        "GUIJU_HTTPS",
        "GUIJU_IDLE_MINUTES",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GUIJU_STORE", str(tmp_path))


def test_sqlite_lies_in_the_store_and_loses_no_act_on_power_cut(tmp_path):
    settings = database_settings(read_environment())
    assert settings["NAME"] == tmp_path / "guiju.sqlite3"
    assert "synchronous=FULL" in settings["OPTIONS"]["init_command"]
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_one_setting_turns_to_postgresql(monkeypatch):
    monkeypatch.setenv("GUIJU_DATABASE", "postgresql://ann:p%40ss@db.example:5433/guiju")
    settings = database_settings(read_environment())
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"], settings["PORT"], settings["NAME"]) == (
        "ann", "p@ss", "db.example", "5433", "guiju",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("GUIJU_DEBUG", "1", "yes 或者 no"),
        ("GUIJU_DATABASE", "mysql://x", "postgresql://"),
        ("GUIJU_DATABASE", "postgresql://user@host", "postgresql://"),
        ("GUIJU_HTTPS", "", "yes 或者 no"),
        ("GUIJU_HTTPS", "true", "yes 或者 no"),
        ("GUIJU_HOSTS", " , ", "至少要写一个主机名"),
        ("GUIJU_IDLE_MINUTES", "0", "1 到 480"),
        ("GUIJU_IDLE_MINUTES", "481", "1 到 480"),
        ("GUIJU_IDLE_MINUTES", "", "1 到 480"),
        ("GUIJU_IDLE_MINUTES", "half an hour", "1 到 480"),
        ("GUIJU_IDLE_MINUTES", "\uff13\uff10", "1 到 480"),
        ("GUIJU_IDLE_MINUTES", "-5", "1 到 480"),
        ("GUIJU_SECRET", "too short", "至少要有 32"),
        ("GUIJU_SECRET_FILE", "/nowhere/key", "没有这个文件"),
    ],
)
def test_a_wrong_value_says_what_is_accepted(monkeypatch, name, value, accepted):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=accepted) as refused:
        read_environment()
    assert name in str(refused.value)


def test_the_session_key_is_drawn_once_and_only_its_owner_reads_it(tmp_path):
    first, second = read_environment().secret, read_environment().secret
    assert first == second
    assert len(first) >= 48
    assert (tmp_path / "keys" / "session.key").stat().st_mode & 0o077 == 0


def test_without_any_setting_the_pages_are_for_this_machine_alone_and_say_no_tracebacks(tmp_path):
    read = read_environment()
    assert read.store == tmp_path
    assert read.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (read.database, read.debug, read.https) == ("", False, False)
    assert read.idle == dt.timedelta(minutes=30)


def test_an_empty_store_setting_is_the_default_and_never_the_working_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUIJU_STORE", "")
    monkeypatch.setenv("GUIJU_SECRET", "x" * 32)
    assert read_environment().store == tmp_path / "var" / "store"


@pytest.mark.parametrize("minutes", ["1", "45", "480"])
def test_the_idle_time_is_set_in_minutes(monkeypatch, minutes):
    monkeypatch.setenv("GUIJU_IDLE_MINUTES", minutes)
    assert read_environment().idle == dt.timedelta(minutes=int(minutes))


def test_hosts_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("GUIJU_HOSTS", "guiju.example.gov.cn, 192.0.2.1 ,")
    assert read_environment().hosts == ("guiju.example.gov.cn", "192.0.2.1")


def test_a_secret_is_read_from_the_file_named_and_the_file_is_stronger(monkeypatch, tmp_path):
    file = tmp_path / "key"
    file.write_text("f" * 40 + "\n", encoding="utf-8")
    monkeypatch.setenv("GUIJU_SECRET", "e" * 40)
    assert read_environment().secret == "e" * 40
    monkeypatch.setenv("GUIJU_SECRET_FILE", str(file))
    assert read_environment().secret == "f" * 40
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(SettingError, match="GUIJU_SECRET_FILE 至少要有"):
        read_environment()


def test_a_given_secret_is_not_kept_in_the_store(monkeypatch, tmp_path):
    monkeypatch.setenv("GUIJU_SECRET", "e" * 40)
    read_environment()
    assert not (tmp_path / "keys").exists()


def test_two_stores_draw_different_keys(monkeypatch, tmp_path):
    first = read_environment().secret
    monkeypatch.setenv("GUIJU_STORE", str(tmp_path / "other"))
    assert read_environment().secret != first


def test_of_two_processes_that_draw_the_key_at_once_the_first_wins(tmp_path):
    path = tmp_path / "keys" / "session.key"
    path.parent.mkdir()
    environment._draw_secret(path)
    first = path.read_text(encoding="utf-8")
    environment._draw_secret(path)
    assert path.read_text(encoding="utf-8") == first
    assert [one.name for one in path.parent.iterdir()] == ["session.key"]


def test_the_folder_of_keys_is_closed_to_others(tmp_path):
    read_environment()
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_a_server_reached_by_a_socket_is_named_by_its_folder(monkeypatch):
    monkeypatch.setenv("GUIJU_DATABASE", "postgresql:///guiju?host=/run/postgresql")
    settings = database_settings(read_environment())
    assert (settings["HOST"], settings["NAME"], settings["PORT"]) == (
        "/run/postgresql",
        "guiju",
        "",
    )


def test_connections_to_either_database_are_used_again(monkeypatch):
    assert database_settings(read_environment())["CONN_MAX_AGE"] > 0
    monkeypatch.setenv("GUIJU_DATABASE", "postgres://host/guiju")
    assert database_settings(read_environment())["CONN_MAX_AGE"] > 0
