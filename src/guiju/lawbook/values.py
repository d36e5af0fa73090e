"""One value of one type: what is accepted, and what is said where it is not."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

from guiju.lawbook.codes import is_citizen_number, is_credit_code
from guiju.lawbook.yaml_text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.pinned import FieldRules

TEXT_LIMIT: Final = 200
PARAGRAPH_LIMIT: Final = 20_000
WHOLE_LIMIT: Final = 10**15
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LINE_BREAK: Final = re.compile(r"[\r\n\u2028\u2029]")
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
DECIMAL: Final = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
FILE: Final = re.compile(r"[0-9a-f]{64}")
MATTER: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REGION: Final = re.compile(r"\d{6}|\d{9}|\d{12}", re.ASCII)
CODE: Final = re.compile(r"[^\s\x00-\x1f\x7f\ud800-\udfff]{1,64}")
PARTY_KINDS: Final = ("自然人", "法人", "非法人组织", "个体工商户")
PARTY_KEYS: Final = ("name", "kind", "code", "document", "address", "head")
OTHER_DOCUMENT: Final = "document"


class BadValueError(ValueError):
    """A value that its field does not take; the sentence continues the field's name."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep code and sentence; the code gets the prefix `form.`."""
        super().__init__(code, sentence)
        self.code = f"form.{code}"
        self.sentence = sentence


def check_value(spec: FieldRules, value: Any) -> Any:
    """Return the value, typed.

    Args:
        spec: The field.
        value: What was given; it is something.

    Raises:
        BadValueError: When the field does not take it; the code begins with `form.`.
    """
    return _CHECKS[spec.type](spec, value)


def _bad(code: str, sentence: str) -> NoReturn:
    raise BadValueError(code, sentence)


def _string(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        _bad("text", "应是文字，请改填文字。")
    if len(value) > limit:
        _bad("too_long", f"有 {len(value)} 字，最多 {limit} 字。请缩短，详情可作附件。")
    if CONTROL.search(value):
        _bad("control", "含有不可见的控制字符，请删去后重填。")
    return value


def _text(_spec: FieldRules, value: Any) -> str:
    text = _string(value, TEXT_LIMIT)
    if LINE_BREAK.search(text):
        _bad("one_line", "只能写一行，请去掉换行。")
    return text


def _paragraph(_spec: FieldRules, value: Any) -> str:
    return _string(value, PARAGRAPH_LIMIT)


def _matching(
    pattern: re.Pattern[str], code: str, sentence: str
) -> Callable[[FieldRules, Any], str]:
    def check(_spec: FieldRules, value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            _bad(code, sentence)
        return value

    return check


def _date(_spec: FieldRules, value: Any) -> str:
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    _bad("date", "应是真实的日期，写成 2026-01-31 这样。")


def _within(spec: FieldRules, value: Decimal, shown: Callable[[str], str]) -> None:
    if spec.min is not None and value < Decimal(spec.min):
        _bad("too_small", f"不能小于 {shown(spec.min)}，请核对。")
    if spec.max is not None and value > Decimal(spec.max):
        _bad("too_great", f"不能大于 {shown(spec.max)}，请核对。")


def _whole(value: Any, sentence: str) -> int:
    if type(value) is not int or abs(value) > WHOLE_LIMIT:
        _bad("whole", sentence)
    return value


def _int(spec: FieldRules, value: Any) -> int:
    number = _whole(value, "应是整数，请改填半角数字。")
    _within(spec, Decimal(number), lambda bound: f"{bound}{spec.unit}")
    return number


def _money(spec: FieldRules, value: Any) -> int:
    fen = _whole(value, "应是以分为单位的整数，请重填金额。")
    _within(spec, Decimal(fen), lambda bound: f"{Decimal(bound) / 100}元")
    return fen


def _decimal(spec: FieldRules, value: Any) -> str:
    if not isinstance(value, str) or not DECIMAL.fullmatch(value):
        _bad("decimal", "应是小数，如 12.5，最多九位小数。请改填半角数字。")
    _within(spec, Decimal(value), lambda bound: f"{bound}{spec.unit}")
    return value


def _choice(spec: FieldRules, value: Any) -> str:
    if not isinstance(value, str) or value not in spec.choice:
        close = nearest(str(value), spec.choice)
        _bad("choice", f"只能是：{'、'.join(spec.choice)}。{close}")
    return value


def _yesno(_spec: FieldRules, value: Any) -> bool:
    if not isinstance(value, bool):
        _bad("yesno", "应答是或否，请选一个。")
    return value


def _party(spec: FieldRules, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(part, str) for part in value.values()):
        _bad("party", "应写明姓名或名称、类别和证件号码，请重填。")
    for key in value:
        if key not in PARTY_KEYS:
            _bad("party", f"没有“{key}”这一项，只有 {'、'.join(PARTY_KEYS)}。请删去。")
    for part in value.values():
        _text(spec, part)
    if not value.get("name"):
        _bad("party_name", "缺少姓名或名称，请填写。")
    if value.get("kind") not in PARTY_KINDS:
        _bad("party_kind", f"的类别只能是：{'、'.join(PARTY_KINDS)}。请选一个。")
    _party_code(value)
    return value


def _party_code(party: Mapping[str, str]) -> None:
    code = party.get("code", "")
    if not code or party.get(OTHER_DOCUMENT):
        return
    if party["kind"] == "自然人" and not is_citizen_number(code):
        _bad("party_code", "的公民身份号码校验不符，请核对；是其他证件的，请写明证件名称。")
    if party["kind"] != "自然人" and not is_credit_code(code):
        _bad("party_code", "的统一社会信用代码校验不符，请核对；是其他证件的，请写明证件名称。")


def _officers(_spec: FieldRules, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(
        isinstance(one, str) and CODE.fullmatch(one) for one in value
    ):
        _bad("officers", "应是人员的列表，请从人员中选取。")
    if len(set(value)) < len(value):
        _bad("officers_twice", "有人列了两次，请去掉重复的。")
    return value


def _file(_spec: FieldRules, value: Any) -> str | list[str]:
    files = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and FILE.fullmatch(one) for one in files):
        _bad("file", "应是已上传的文件，请先上传再选取。")
    if len(set(files)) < len(files):
        _bad("file_twice", "同一文件列了两次，请去掉重复的。")
    checked: str | list[str] = value
    return checked


_MATTER: Final = _matching(MATTER, "matter", "应是一个办件或清单条目，请从中选取。")
_CHECKS: Final[Mapping[str, Callable[[FieldRules, Any], Any]]] = {
    "text": _text,
    "paragraph": _paragraph,
    "date": _date,
    "time": _matching(TIME, "time", "应是时刻，写成 09:30 这样。"),
    "int": _int,
    "decimal": _decimal,
    "percent": _decimal,
    "money": _money,
    "choice": _choice,
    "yesno": _yesno,
    "party": _party,
    "unit": _matching(CODE, "unit", "应是一个单位，请从单位中选取。"),
    "officers": _officers,
    "entry": _MATTER,
    "matter": _MATTER,
    "child": _MATTER,
    "article": _text,
    "file": _file,
    "region": _matching(REGION, "region", "应是行政区划代码，6、9 或 12 位数字。"),
}
