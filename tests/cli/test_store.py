from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import subprocess
import sys

import pytest

from guiju.cli.main import main
from tests.cli.running import asked, environment, guiju


def change(folder, statement: str, *values: object) -> int:
    with sqlite3.connect(folder / "guiju.sqlite3") as connection:
        changed = connection.execute(statement, values).rowcount
    connection.close()
    return changed


def test_an_intact_store_answers_with_its_counts(demo):
    folder, built, _ = demo
    told = asked("verify", "--db", folder)
    assert set(told) == {"intact", "broken", "not_verifiable", "acts", "matters"}
    assert (told["intact"], told["broken"], told["not_verifiable"]) == (True, [], [])
    assert told["matters"] == built["matters"]
    assert told["acts"] >= built["acts"]


def test_the_answer_for_people_names_the_state(demo):
    done = guiju("verify", "--db", demo[0])
    assert done.returncode == 0
    assert done.stdout.startswith("核验结论：完好")


def test_a_changed_byte_is_found_and_named(copied):
    assert change(copied, "UPDATE matters_act SET by = 'somebody' WHERE id = 1000") == 1
    told = asked("verify", "--db", copied, code=1)
    assert told["intact"] is False
    (broken,) = told["broken"]
    assert broken["column"] == "by"
    assert broken["matter"]
    assert guiju("verify", "--db", copied).stdout.startswith("核验结论：损坏")


def test_a_changed_projection_is_found_by_the_deep_verification_only(copied):
    changed = change(
        copied,
        "UPDATE matters_matter SET title = 'x' WHERE id = (SELECT min(id) FROM matters_matter)",
    )
    assert changed == 1
    assert asked("verify", "--db", copied)["intact"] is True
    told = asked("verify", "--deep", "--db", copied, code=1)
    assert [one["column"] for one in told["broken"]] == ["title"]


def test_a_file_that_has_gone_is_found_by_the_deep_verification(copied):
    shutil.rmtree(copied / "files")
    told = asked("verify", "--deep", "--db", copied, code=1)
    assert all(one["code"].startswith("file.") for one in told["broken"])


def test_a_truncated_log_is_found_against_a_checkpoint_kept_elsewhere(copied, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(guiju("checkpoint", "--db", copied).stdout, encoding="utf-8")
    assert guiju("verify", "--db", copied, "--checkpoint", kept).returncode == 0
    assert asked("verify", "--db", copied)["intact"] is True
    ((matter, seq, size),) = last_sealed(copied)
    change(copied, "DELETE FROM matters_checkpoint")
    change(copied, "DELETE FROM matters_seal WHERE position = ?", size)
    change(copied, "INSERT INTO matters_unsealed (matter, seq) VALUES (?, ?)", matter, seq)
    assert asked("verify", "--db", copied)["intact"] is True
    told = asked("verify", "--db", copied, "--checkpoint", kept, code=1)
    assert [one["code"] for one in told["broken"]] == ["log.truncated"]


def last_sealed(folder) -> list[tuple[str, int, int]]:
    with sqlite3.connect(folder / "guiju.sqlite3") as connection:
        rows = connection.execute(
            "SELECT matter, seq, position FROM matters_seal ORDER BY position DESC LIMIT 1"
        ).fetchall()
    connection.close()
    return rows


def test_a_checkpoint_file_of_another_kind_is_refused(demo, tmp_path):
    wrong = tmp_path / "wrong.txt"
    for content in (b"\xff\xfe", b"hello\n"):
        wrong.write_bytes(content)
        done = guiju("verify", "--db", demo[0], "--checkpoint", wrong)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    done = guiju("verify", "--db", demo[0], "--checkpoint", tmp_path / "none.txt")
    assert done.returncode == 2
    assert "none.txt" in done.stderr


def test_an_empty_store_is_never_called_intact(tmp_path):
    assert guiju("init", "--db", tmp_path / "new").returncode == 0
    told = asked("verify", "--db", tmp_path / "new", code=2)
    assert (told["intact"], told["acts"]) == (False, 0)
    assert told["not_verifiable"]


def test_a_folder_without_database_is_not_verifiable_and_stays_as_it_was(tmp_path):
    told = asked("verify", "--db", tmp_path / "none", code=2)
    assert told["intact"] is False
    assert told["not_verifiable"][0]["code"] == "store.missing"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["seal"],
        ["sweep"],
        ["checkpoint"],
        ["figures", "--year", "2022"],
        ["report", "build", "--year", "2022"],
    ],
)
def test_a_command_without_store_says_how_to_make_one(words, tmp_path):
    done = guiju(*words, "--db", tmp_path / "none")
    assert done.returncode == 2
    assert "guiju init --db" in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_new_store_is_closed_to_others_and_made_once(tmp_path):
    folder = tmp_path / "new"
    assert asked("init", "--db", folder) == {"store": str(folder), "changed": True}
    assert asked("init", "--db", folder) == {"store": str(folder), "changed": False}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_folder_may_be_named_by_the_environment(tmp_path):
    done = guiju("init", more={"GUIJU_STORE": str(tmp_path / "named")})
    assert done.returncode == 0
    assert (tmp_path / "named" / "guiju.sqlite3").is_file()


def test_what_is_written_on_the_command_line_is_stronger_than_the_environment(tmp_path):
    guiju("init", "--db", tmp_path / "said", more={"GUIJU_STORE": str(tmp_path / "named")})
    assert (tmp_path / "said" / "guiju.sqlite3").is_file()
    assert not (tmp_path / "named").exists()


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "guiju.sqlite3").write_bytes(b"this is no database at all" * 100)
    done = guiju("seal", "--db", tmp_path)
    assert done.returncode == 2
    assert "store.database" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named(tmp_path):
    done = guiju("init", "--db", tmp_path, more={"GUIJU_DEBUG": "perhaps"})
    assert done.returncode == 2
    assert "GUIJU_DEBUG" in done.stderr
    assert "store.settings" in done.stderr


def test_a_database_of_a_later_version_is_left_alone(copied):
    change(
        copied,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('matters', '9999_later', '2030-01-01')",
    )
    done = guiju("seal", "--db", copied)
    assert done.returncode == 2
    assert "store.newer" in done.stderr


def test_a_database_of_an_earlier_version_asks_for_the_upgrade(tmp_path):
    folder = tmp_path / "new"
    guiju("init", "--db", folder)
    program = (
        "import django; django.setup(); from django.core.management import call_command;"
        "call_command('migrate', 'matters', 'zero', verbosity=0)"
    )
    more = {"GUIJU_STORE": str(folder), "DJANGO_SETTINGS_MODULE": "guiju.site.settings"}
    subprocess.run([sys.executable, "-c", program], env=environment(more), check=True)
    done = guiju("seal", "--db", folder)
    assert done.returncode == 2
    assert "store.outdated" in done.stderr
    assert f"guiju init --db {folder}" in done.stderr
    assert asked("init", "--db", folder)["changed"] is True
    assert guiju("seal", "--db", folder).returncode == 0


@pytest.mark.django_db
def test_sealing_gives_every_act_its_position_and_a_checkpoint_says_so(office, store, capsys):
    from guiju.matters.models import Seal, Unsealed

    office.mediation()
    waiting = Unsealed.objects.count()
    assert waiting > 0
    assert main(["seal", "--db", str(store), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"size": waiting}
    assert Seal.objects.count() == waiting
    assert main(["checkpoint", "--db", str(store), "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["size"] == waiting
    assert main(["verify", "--db", str(store)]) == 0


@pytest.mark.django_db
def test_the_sweep_lets_happen_what_is_due(office, store, capsys):
    office.go_to("2026-03-02")
    office.penalty()
    assert main(["sweep", "--db", str(store), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"changed": 0}
    office.go_to("2027-03-02")
    assert main(["sweep", "--db", str(store), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"changed": 1}


@pytest.mark.django_db
def test_a_process_keeps_to_the_store_it_opened_first(office, store, tmp_path, capsys):
    other = tmp_path / "other"
    other.mkdir()
    (other / "guiju.sqlite3").write_bytes(b"")
    assert main(["seal", "--db", str(other)]) == 2
    assert "store.other" in capsys.readouterr().err
