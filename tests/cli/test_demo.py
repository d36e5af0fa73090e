from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from tests.cli.running import asked, guiju
from tests.cli.serving import serving
from tests.office import mediation_data


def test_the_demonstration_names_its_accounts_with_passwords_once(demo):
    folder, built, err = demo
    assert built["built"] is True
    assert set(built) == {"county", "year", "matters", "acts", "accounts", "store", "built"}
    assert built["accounts"]
    for account in built["accounts"]:
        assert set(account) == {"username", "password", "name", "body", "roles"}
        assert len(account["password"]) >= 10
        assert account["roles"]
    assert f"guiju serve --db {folder}" in err
    mark = (folder / "demo.json").read_text(encoding="utf-8")
    assert not [one for one in built["accounts"] if one["password"] in mark]


def test_a_password_has_the_same_name_as_on_the_page(demo, copied):
    said = guiju("demo", "--no-serve", "--db", copied).stdout + guiju("demo", "--help").stdout
    readme = (Path(__file__).parents[2] / "README.zh-CN.md").read_text(encoding="utf-8")
    for text in (said, readme):
        assert "密码" in text
        assert "口令" not in text


def test_building_says_what_is_being_done(demo):
    assert len(demo[2].splitlines()) > 5


def test_building_again_uses_what_is_there_and_says_so(demo):
    folder, built, _ = demo
    before = (folder / "guiju.sqlite3").stat().st_mtime_ns
    again = asked("demo", "--no-serve", "--db", folder)
    assert again["built"] is False
    assert (again["matters"], again["county"]) == (built["matters"], built["county"])
    assert [one["password"] for one in again["accounts"]] == [None] * len(built["accounts"])
    assert (folder / "guiju.sqlite3").stat().st_mtime_ns == before
    assert "演示早已建立" in guiju("demo", "--no-serve", "--db", folder).stdout


def mediator(folder) -> tuple[str, str]:
    """A person who mediates, and the body."""
    with sqlite3.connect(folder / "guiju.sqlite3") as connection:
        found = connection.execute(
            "SELECT people_post.person_id, body_id FROM people_post JOIN people_account"
            " ON people_post.person_id = people_account.person_id WHERE username = '调解员'"
        ).fetchone()
    connection.close()
    return found


def test_the_counts_announced_are_those_the_verification_finds_each_time(copied, demo):
    told = asked("verify", "--db", demo[0])
    assert (demo[1]["acts"], demo[1]["matters"]) == (told["acts"], told["matters"])
    person, body = mediator(copied)
    line = {
        "procedure": "people-mediation", "body": body, "act": "登记受理", "recorded_by": person,
        "data": mediation_data("新1"),
    }  # fmt: skip
    given = json.dumps(line).encode()
    done = guiju("perform", "--json", "--db", copied, given=given)
    assert done.returncode == 0, done.stdout
    told = asked("verify", "--db", copied)
    again = asked("demo", "--no-serve", "--db", copied)
    assert told["matters"] == demo[1]["matters"] + 1
    assert (again["acts"], again["matters"]) == (told["acts"], told["matters"])
    text = guiju("demo", "--no-serve", "--db", copied).stdout
    assert f"办件 {told['matters']} 件，行为 {told['acts']} 件" in text


def test_a_store_that_is_no_finished_demonstration_is_left_alone(copied):
    (copied / "demo.json").unlink()
    done = guiju("demo", "--no-serve", "--db", copied)
    assert done.returncode == 2
    assert "demo.not_a_demo" in done.stderr
    assert done.stdout == ""


def test_the_accounts_can_sign_in(demo, tmp_path):
    folder, built, _ = demo
    program = (
        "import json, sys, datetime; import django; django.setup();"
        "from guiju.people.sign_in import sign_in; from guiju.matters.clock import now;"
        "told = json.load(sys.stdin);"
        "print([sign_in(one['username'], one['password'], now()) is not None for one in told])"
    )
    import subprocess
    import sys

    from tests.cli.running import environment

    more = {"GUIJU_STORE": str(folder), "DJANGO_SETTINGS_MODULE": "guiju.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(built["accounts"]).encode(),
        capture_output=True, env=environment(more), check=True,
    )  # fmt: skip
    assert json.loads(done.stdout.decode().replace("True", "true")) == [True] * len(
        built["accounts"]
    )


def test_the_server_that_follows_the_building_is_a_process_that_never_counted(copied):
    """The counting engine's threads do not survive a fork: a page with figures would wait for ever."""
    with serving(copied, "demo") as (child, _):
        words = Path(f"/proc/{child.pid}/cmdline").read_bytes().decode().split("\0")
        assert "serve" in words
        assert "demo" not in words
