"""Check digits of the two national codes.

Source:
    GB 32100-2015 (统一社会信用代码); GB 11643-1999 (公民身份号码).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

CREDIT_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT: Final = re.compile(
    r"[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII
)
CITIZEN: Final = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
CITIZEN_SIGNS: Final = "10X98765432"


def is_credit_code(code: str) -> bool:
    """Tell whether `code` is a well-formed 统一社会信用代码 with the right check digit."""
    if not CREDIT.fullmatch(code):
        return False
    total = sum(
        CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17])
    )
    return CREDIT_SIGNS[-total % 31] == code[17]


def is_citizen_number(code: str) -> bool:
    """Tell whether `code` is a well-formed 公民身份号码: a real birthday and the right check digit."""
    if not CITIZEN.fullmatch(code):
        return False
    try:
        dt.date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return False
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(code[:17]))
    return CITIZEN_SIGNS[total % 11] == code[17]
