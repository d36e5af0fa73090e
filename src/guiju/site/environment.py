"""Settings read once from the environment, typed, each with its meaning.

A wrong value stops the start and says which values are accepted. A secret may be read from the file named in ``<NAME>_FILE``.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

IDLE_MINUTES = range(1, 481)
SHORTEST_SECRET = 32


class SettingError(ValueError):
    """An environment variable holds something the start cannot use."""


@dataclass(frozen=True)
class Environment:
    """What an installation may set.

    Attributes:
        store: folder of the database, the files and the segments (``GUIJU_STORE``).
        database: ``postgresql://user:password@host:port/name``, or empty for SQLite inside the store (``GUIJU_DATABASE``).
        hosts: host names under which the pages may be asked for (``GUIJU_HOSTS``, separated by commas).
        debug: pages show tracebacks; only for developers (``GUIJU_DEBUG``: yes or no).
        https: the pages are reached over https only, so cookies may demand it (``GUIJU_HTTPS``: yes or no).
        idle: minutes without a request after which one signs in again (``GUIJU_IDLE_MINUTES``: 1 to 480, 30 if not set).
        secret: key that signs sessions (``GUIJU_SECRET`` or ``GUIJU_SECRET_FILE``; else kept in the store).
    """

    store: Path
    database: str
    hosts: tuple[str, ...]
    debug: bool
    https: bool
    idle: timedelta
    secret: str


def read_environment() -> Environment:
    """Read and check every setting.

    Raises:
        SettingError: a value is not among the accepted ones, or a named file is missing.
    """
    store = Path(os.environ.get("GUIJU_STORE") or "var/store").absolute()
    return Environment(
        store=store,
        database=_database(),
        hosts=tuple(_hosts()),
        debug=_yes_or_no("GUIJU_DEBUG", default=False),
        https=_yes_or_no("GUIJU_HTTPS", default=False),
        idle=timedelta(minutes=_minutes("GUIJU_IDLE_MINUTES", default=30)),
        secret=_secret(store),
    )


def database_settings(environment: Environment) -> dict[str, object]:
    """Django's ``DATABASES["default"]`` for SQLite in the store, or for the PostgreSQL server named."""
    if environment.database:
        return _postgresql(environment.database)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": environment.store / "guiju.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                "PRAGMA wal_autocheckpoint=4000;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    asked_host = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or asked_host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
    }


def _database() -> str:
    value = os.environ.get("GUIJU_DATABASE", "")
    parts = urlsplit(value)
    if value and (parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/")):
        msg = "GUIJU_DATABASE 应当不写（用 SQLite），或者写成 postgresql://用户:密码@主机:端口/库名"
        raise SettingError(msg)
    return value


def _hosts() -> list[str]:
    value = os.environ.get("GUIJU_HOSTS", "localhost,127.0.0.1,[::1]")
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    if not hosts:
        msg = "GUIJU_HOSTS 至少要写一个主机名，用逗号（,）分开"
        raise SettingError(msg)
    return hosts


def _yes_or_no(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    answers = {"yes": True, "no": False}
    if value not in answers:
        msg = f"{name} 应当是 yes 或者 no，不是“{value}”"
        raise SettingError(msg)
    return answers[value]


def _minutes(name: str, *, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    if not re.fullmatch(r"\d{1,3}", value, re.ASCII) or int(value) not in IDLE_MINUTES:
        msg = f"{name} 应当是 {IDLE_MINUTES[0]} 到 {IDLE_MINUTES[-1]} 之间的整数（分钟），不是“{value}”"
        raise SettingError(msg)
    return int(value)


def _secret(store: Path) -> str:
    named = os.environ.get("GUIJU_SECRET_FILE")
    if named:
        path = Path(named)
        if not path.is_file():
            msg = f"GUIJU_SECRET_FILE 写的是“{named}”，没有这个文件"
            raise SettingError(msg)
        return _long_enough("GUIJU_SECRET_FILE", path.read_text(encoding="utf-8").strip())
    given = os.environ.get("GUIJU_SECRET")
    if given:
        return _long_enough("GUIJU_SECRET", given)
    return _kept_secret(store / "keys" / "session.key")


def _long_enough(name: str, secret: str) -> str:
    if len(secret) < SHORTEST_SECRET:
        msg = f"{name} 至少要有 {SHORTEST_SECRET} 个字符"
        raise SettingError(msg)
    return secret


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _draw_secret(path)
    return path.read_text(encoding="utf-8")


def _draw_secret(path: Path) -> None:
    """Write a drawn key under its name whole, or leave the one another process wrote meanwhile."""
    descriptor, drawn = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        path.hardlink_to(drawn)
    except FileExistsError:
        pass
    finally:
        Path(drawn).unlink()
