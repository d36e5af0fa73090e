"""Why the system or the database did not do what it was asked, in Chinese."""

from __future__ import annotations

import errno
import re
import socket
from typing import Final

SYSTEM: Final = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘只能读，不能写",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接转了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "不是本机的地址",
}
DATABASE: Final = (
    (r"file is not a database", "文件不是数据库"),
    (r"database disk image is malformed", "数据库文件已损坏"),
    (r"database(?: table)? is locked", "数据库正被别的进程占用"),
    (r"database or disk is full", "磁盘已满"),
    (r"disk I/O error", "磁盘读写出错"),
    (r"unable to open database file", "打不开数据库文件"),
    (r"attempt to write a readonly database", "数据库文件只能读，不能写"),
)


def why(error: OSError) -> str:
    """The cause of a failure of the system.

    Args:
        error: the failure; one without a sentence here is told by its number.
    """
    if isinstance(error, socket.gaierror):
        return "认不出这个地址"
    number = error.errno or 0
    return SYSTEM.get(number, f"系统错误 {number}")


def why_database(error: Exception) -> str:
    """The cause of a failure of the database.

    Args:
        error: the failure; one without a sentence here is quoted as the database put it.
    """
    message = str(error).strip()
    known = (sentence for pattern, sentence in DATABASE if re.search(pattern, message))
    return next(known, f"数据库报告“{message}”")
