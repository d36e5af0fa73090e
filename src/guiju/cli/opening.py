"""Opening a store: the only place of the command line where Django begins."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guiju.cli.causes import why_database
from guiju.cli.telling import CliError, refuse

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

SETTINGS: Final = "guiju.site.settings"
STORE: Final = "var/store"


def folder_of(options: argparse.Namespace, default: str = STORE) -> Path:
    """The folder meant: ``--db``, else ``GUIJU_STORE``, else the default."""
    return Path(options.db or os.environ.get("GUIJU_STORE") or default).absolute()


def exists(folder: Path) -> bool:
    """Whether there is a database to open; asked before anything is written into the folder."""
    named = bool(os.environ.get("GUIJU_DATABASE"))
    return named or (folder / "guiju.sqlite3").is_file() or _is_open(folder)


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Path]:
    """Open the store of a command that reads or writes data.

    Yields:
        The folder.

    Raises:
        CliError: ``store.missing``, ``store.outdated``, ``store.newer``, ``store.settings`` or ``store.database``.
    """
    folder = folder_of(options)
    if not exists(folder):
        refuse(
            "store.missing",
            f"“{folder}”里没有规矩的数据库。请用 --db 指明数据所在的文件夹；要新建，运行 guiju init --db {folder}。",
        )
    with connected(folder):
        _check_shape(folder)
        from guiju.matters.rulebook import renew_calendar

        renew_calendar()
        yield folder


@contextmanager
def connected(folder: Path) -> Iterator[None]:
    """Begin Django on a folder; what the database refuses becomes a sentence.

    Raises:
        CliError: ``store.settings``, ``store.other`` or ``store.database``.
    """
    _begin(folder)
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise CliError(
            code="store.database",
            sentence=f"数据库不能使用：{why_database(error)}。请检查磁盘空间、文件夹权限和 GUIJU_DATABASE 后再试。",
        ) from error


def prepare(folder: Path) -> bool:
    """Bring the tables to the shape this program needs, inside :func:`connected`.

    Returns:
        Whether anything had to be done.
    """
    pending = _pending(folder)
    if pending:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
    return bool(pending)


def _begin(folder: Path) -> None:
    if not _is_open(folder):
        os.environ["GUIJU_STORE"] = str(folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        django.setup()
    except (ValueError, ImproperlyConfigured) as error:
        raise CliError(
            code="store.settings",
            sentence=f"设置有误：{error}。各项设置见 docs/reference/settings.md。",
        ) from error
    if Path(settings.GUIJU_STORE) != folder:
        refuse("store.other", f"本进程已经打开“{settings.GUIJU_STORE}”。请另起一个进程。")


def _is_open(folder: Path) -> bool:
    """Whether this very process has opened the folder before."""
    from django.conf import settings

    return settings.configured and Path(settings.GUIJU_STORE) == folder


def _check_shape(folder: Path) -> None:
    if _pending(folder):
        refuse(
            "store.outdated",
            f"“{folder}”的数据库还不是本程序要的样子。请先备份，再运行 guiju init --db {folder}。",
        )


def _pending(folder: Path) -> list[str]:
    """The names of the migrations still to be run.

    Raises:
        CliError: ``store.newer`` where a later version of the program has been at work.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations or ())
    if unknown:
        refuse(
            "store.newer",
            f"“{folder}”由更新版本的程序建立（有 {len(unknown)} 步本程序不认识）。请换用不低于它的版本。",
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]
