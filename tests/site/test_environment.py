"""Settings: typed, and a wrong one stops the start with what is accepted."""

from __future__ import annotations

import pytest

from guiju.site.environment import SettingError, database_settings, read_environment


@pytest.fixture(autouse=True)
def plain(monkeypatch, tmp_path):
    for name in (
        "GUIJU_DATABASE",
        "GUIJU_HOSTS",
        "GUIJU_DEBUG",
        "GUIJU_SECRET",
        "GUIJU_SECRET_FILE",
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
        ("GUIJU_DEBUG", "1", "yes or no"),
        ("GUIJU_DATABASE", "mysql://x", "postgresql://"),
        ("GUIJU_SECRET_FILE", "/nowhere/key", "not there"),
    ],
)
def test_a_wrong_value_says_what_is_accepted(monkeypatch, name, value, accepted):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=accepted):
        read_environment()


def test_the_session_key_is_drawn_once_and_only_its_owner_reads_it(tmp_path):
    first, second = read_environment().secret, read_environment().secret
    assert first == second
    assert len(first) >= 48
    assert (tmp_path / "keys" / "session.key").stat().st_mode & 0o077 == 0
