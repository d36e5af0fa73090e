"""The catalog's expressions: text in, a typed tree out.

The tree has the kernel's form with additions. `["add", …]`, `["later", day, n, unit]` and `["day"]`, the day of
the act, stand only in proposals, which the kernel never sees. Lowering replaces the others: `["param", name]`,
a constant once parameters are resolved, and `["set", field]`, which asks whether a field has a value. How `set`
lowers is decided in `guiju.lawbook.variables`. Money is counted in 分. Beside a choice, a bare word is one of
its values, even where a field bears the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from guiju.lawbook.errors import refuse
from guiju.lawbook.guard_terms import (
    ACT_DAY,
    ADDED,
    AMOUNT,
    DAY,
    FULL_WIDTH,
    GUARDABLE,
    KIND_OF_FIELD,
    LATER,
    MARKS,
    MAX_DEPTH,
    NAMES,
    NO_OPERANDS,
    ORDERED,
    TOKEN,
    YES_NO,
    Part,
    Scope,
    is_day,
    parse_money,
)
from guiju.lawbook.schema import Expression
from guiju.lawbook.values import WHOLE_LIMIT
from guiju.lawbook.yaml_text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from guiju.lawbook.schema import Tree
    from guiju.lawbook.yaml_text import Text


def parse(text: Text, scope: Scope, wanted: str = "yesno") -> Expression:
    """Parse an expression and check its types.

    Args:
        text: The expression.
        scope: What it may name.
        wanted: The type its value must have.

    Returns:
        The checked expression.

    Raises:
        CatalogError: `guard.syntax`, `guard.full_width`, `guard.unknown_name`, `guard.type`,
            `guard.sum` or `guard.unit`.
    """
    parser = _Parser(text, scope)
    part = parser.whole()
    if part.kind != wanted:
        parser.refuse(
            "guard.type",
            f"应得出{NAMES.get(wanted, wanted)}，得出的是{NAMES.get(part.kind, part.kind)}。请改写成比较，如“甲 == 乙”。",
        )
    return Expression(
        text,
        part.tree,
        part.kind,
        frozenset(parser.reads),
        frozenset(parser.asks),
        frozenset(parser.named),
    )


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: Text, scope: Scope) -> None:
        self._text = text
        self._scope = scope
        self.reads: set[str] = set()
        self.asks: set[str] = set()
        self.named: set[str] = set()
        for mark, ascii_mark in FULL_WIDTH.items():
            if mark in text:
                self.refuse("guard.full_width", f"含全角“{mark}”。请改用半角“{ascii_mark}”。")
        self._tokens = TOKEN.findall(text)
        self._at = 0
        self._depth = 0

    def refuse(self, code: str, what: str) -> NoReturn:
        """Raise a `CatalogError` about this expression."""
        refuse(code, f"表达式“{self._text}”：{what}", self._text.place)

    def whole(self) -> Part:
        """Return the expression, which must use every token."""
        part = self._any()
        if self._at < len(self._tokens):
            self.refuse("guard.syntax", f"“{self._peek()}”处读不下去。请检查括号和 and、or。")
        return part

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._peek()
        if token and token in wanted:
            self._at += 1
            return token
        return ""

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            self.refuse(
                "guard.syntax", f"这里应有“{mark}”，写的是“{self._peek() or '结尾'}”。请补上。"
            )

    def _any(self) -> Part:
        return self._chain("or", self._all)

    def _all(self) -> Part:
        return self._chain("and", self._negated)

    def _chain(self, word: str, operand: Callable[[], Part]) -> Part:
        parts = [operand()]
        while self._take(word):
            parts.append(operand())
        if len(parts) == 1:
            return parts[0]
        return Part([word, *(self._bool(part) for part in parts)], "yesno")

    def _negated(self) -> Part:
        if self._take("not"):
            return Part(["not", self._bool(self._deeper(self._negated))], "yesno")
        return self._comparison()

    def _deeper(self, operand: Callable[[], Part]) -> Part:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.refuse("guard.syntax", f"括号和 not 套了超过 {MAX_DEPTH} 层。请拆成几个字段。")
        part = operand()
        self._depth -= 1
        return part

    def _bool(self, part: Part) -> Tree:
        part = self._named(part)
        if part.kind != "yesno":
            self.refuse(
                "guard.type",
                f"“{part.word or part.tree}”是{NAMES.get(part.kind, part.kind)}，不能当是否用。请写成比较，如“甲 == 乙”。",
            )
        return part.tree

    def _comparison(self) -> Part:
        left = self._sum()
        if self._take("set"):
            return self._set(left)
        if self._take("in"):
            return self._in(left)
        if mark := self._take(*MARKS):
            return self._compare(MARKS[mark], left, self._sum())
        return self._named(left)

    def _sum(self) -> Part:
        parts = [self._operand()]
        while self._take("+"):
            parts.append(self._operand())
        if len(parts) == 1:
            return parts[0]
        if not self._scope.exact:
            self.refuse(
                "guard.sum",
                "条件里不能相加。请在 data 中设一个字段，把相加写在它的 computed 里，条件读这个字段。",
            )
        parts = [self._length(part) or self._named(part) for part in parts]
        kinds = [part.kind for part in parts]
        if kinds == ["date", "length"]:
            return Part(["later", parts[0].tree, *parts[1].tree], "date")
        self._check_sum({*kinds})
        return Part(["add", *(part.tree for part in parts)], parts[0].kind)

    def _length(self, part: Part) -> Part | None:
        match = LATER.fullmatch(part.word) if part.kind == "word" else None
        if match is None:
            return None
        if match[2] == "wd":
            self.refuse(
                "guard.type",
                f"“{part.word}”是工作日，要照节假日安排推算，这里不能加。请改用 d、m、y，或者由规则的期限来算。",
            )
        return Part([int(match[1]), match[2]], "length", part.word)

    def _check_sum(self, kinds: set[str]) -> None:
        if len(kinds) > 1 or not kinds <= {*ADDED}:
            names = "和".join(sorted(NAMES.get(kind, kind) for kind in kinds))
            self.refuse(
                "guard.type",
                f"{names}不能{'这样' if 'length' in kinds else ''}相加。只有金额、整数、小数，各自同类相加；"
                "日期只加一次写明长短的时间，日期在前，如“某日 + 2y”（d 日、m 个月、y 年）。",
            )

    def _operand(self) -> Part:
        if self._take("("):
            part = self._deeper(self._any)
            self._expect(")")
            return part
        token = self._peek()
        if token in NO_OPERANDS:
            self.refuse(
                "guard.syntax", f"这里应是字段、参数或数值，写的是“{token or '结尾'}”。请补全。"
            )
        self._at += 1
        return self._literal(token)

    def _literal(self, token: str) -> Part:
        if token in YES_NO:
            return Part(YES_NO[token], "yesno")
        if DAY.fullmatch(token):
            if not is_day(token):
                self.refuse("guard.syntax", f"“{token}”不是真实的日期。请核对年月日。")
            return Part(["date", token], "date")
        match = AMOUNT.fullmatch(token)
        return self._amount(token, match[1], match[2]) if match else Part(None, "word", token)

    def _amount(self, token: str, number: str, unit: str | None) -> Part:
        if unit == "%":
            return Part(["decimal", number], "percent", token)
        if unit is None:
            return self._number(number)
        fen = parse_money(token)
        if fen is None:
            self.refuse("guard.unit", f"“{token}”不足一分。请写到分为止。")
        return Part(fen, "money", token)

    def _number(self, number: str) -> Part:
        if "." in number:
            return Part(["decimal", number], "decimal")
        if int(number) > WHOLE_LIMIT:
            self.refuse("guard.number", f"{number} 太大，没有字段能填到。请核对位数。")
        return Part(int(number), "int")

    def _named(self, part: Part) -> Part:
        """Return the field or parameter a bare word names; other parts as they are."""
        if part.kind != "word":
            return part
        if part.word == ACT_DAY:
            return self._act_day()
        known = self._field(part.word) or self._parameter(part.word)
        return known or self._unknown(part.word, (*self._scope.fields, *self._scope.parameters))

    def _act_day(self) -> Part:
        if not self._scope.exact:
            self.refuse(
                "guard.type",
                f"条件不能读“{ACT_DAY}”。请在 data 中设一个字段，把比较写在它的 computed 里，条件读这个字段。",
            )
        return Part(["day"], "date", ACT_DAY)

    def _unknown(self, word: str, known: tuple[str, ...]) -> NoReturn:
        if LATER.fullmatch(word):
            self.refuse(
                "guard.type", f"“{word}”是一段时间，只能加在日期后面，如“某日 + 2y”。请改写。"
            )
        self.refuse(
            "guard.unknown_name",
            f"“{word}”不是字段、参数，也不是所比较的选项。{nearest(word, known)}请改名或先在 data 中声明。",
        )

    def _field(self, word: str) -> Part | None:
        spec = self._scope.fields.get(word)
        if spec is None:
            return None
        kind = KIND_OF_FIELD.get(spec.type, "")
        if not (kind if self._scope.exact else kind in GUARDABLE):
            self.refuse(
                "guard.type",
                f"字段“{word}”的类型是 {spec.type}，条件只能读 yesno、choice、int、money，其他类型只能问“{word} set”。",
            )
        self.reads.add(word)
        return Part(["var", word], kind, word, spec.choice)

    def _parameter(self, word: str) -> Part | None:
        kind = self._scope.parameters.get(word)
        if kind is None:
            return None
        self.named.add(word)
        return Part(["param", word], kind, word)

    def _set(self, left: Part) -> Part:
        if left.kind != "word" or left.word not in self._scope.fields:
            self.refuse(
                "guard.syntax",
                f"set 前应是一个字段，写的是“{left.word or left.tree}”。请改成字段名。",
            )
        self.asks.add(left.word)
        return Part(["set", left.word], "yesno")

    def _in(self, left: Part) -> Part:
        left = self._named(left)
        self._expect("[")
        options = [self._option(left)]
        while self._take(","):
            options.append(self._option(left))
        self._expect("]")
        return Part(["in", left.tree, options], "yesno")

    def _option(self, left: Part) -> Tree:
        right = self._fit(left, self._operand())
        self._same("eq", left, right)
        if isinstance(right.tree, list) and right.tree[0] == "var":
            self.refuse("guard.type", f"in 的方括号里不能是字段“{right.word}”。请写数值或选项。")
        return right.tree

    def _compare(self, op: str, left: Part, right: Part) -> Part:
        if left.kind == "word" and self._is_choice(right):
            left = self._fit(self._named(right), left)
        left = self._named(left)
        right = self._fit(left, right)
        self._same(op, left, right)
        return Part([op, left.tree, right.tree], "yesno")

    def _is_choice(self, part: Part) -> bool:
        spec = self._scope.fields.get(part.word) if part.kind == "word" else None
        return spec is not None and spec.type == "choice"

    def _fit(self, left: Part, right: Part) -> Part:
        """Return `right` read as a value of the choice `left`, or as what it names."""
        if left.kind != "choice" or not left.choice:
            return self._named(right)
        word = right.word if right.kind in {"word", "money", "percent"} else str(right.tree)
        if isinstance(right.tree, bool):
            word = "是" if right.tree else "否"
        if word in left.choice:
            return Part(word, "choice", word)
        named = word in self._scope.fields or word in self._scope.parameters
        return self._named(right) if named else self._unknown(word, left.choice)

    def _same(self, op: str, left: Part, right: Part) -> None:
        kinds = {left.kind, right.kind}
        if "money" in kinds and kinds & {"int", "decimal"}:
            self.refuse("guard.unit", "金额要和带单位的数比较。请写成“5000元”或“5万元”。")
        numbers = self._scope.exact and kinds <= {"int", "decimal"}
        if len(kinds) > 1 and not numbers and kinds != {"choice", "text"}:
            names = "和".join(sorted(NAMES.get(kind, kind) for kind in kinds))
            self.refuse("guard.type", f"{names}不能相比。请核对两边的类型。")
        if op in ORDERED and kinds & {"yesno", "choice", "text", "duration"}:
            self.refuse("guard.type", "只有数、金额和日期能比大小。请改用 == 或 in。")
        if not self._scope.exact and kinds - {*GUARDABLE, "text"}:
            self.refuse(
                "guard.type",
                "条件只能比较整数、金额、是否和选项。小数、日期请先由人判断成一个 yesno 字段。",
            )
