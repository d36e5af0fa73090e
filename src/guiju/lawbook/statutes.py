"""The laws that may be cited: their versions, how each counts days, which articles were read.

A citation is `行政处罚法#57(1)(2)`: statute, article, paragraph, item; several articles are separated by
commas. `#todo` marks a place where the article is still sought.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import Place, refuse
from guiju.lawbook.shared_text import load_shared
from guiju.lawbook.yaml_text import Reader, Text, nearest, to_day
from guiju.procedure.citation import chinese_number

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

RANKS: Final = (
    "法律", "行政法规", "司法解释", "党内法规", "部门规章", "地方性法规", "地方政府规章", "文件",
)  # fmt: skip
WAYS_OF_COUNTING: Final = ("all", "none", "written", "unsaid")
CONFIDENCES: Final = ("read", "remembered", "drafts")
TODO: Final = "todo"
UNKNOWN: Final = "unknown"
FULL_WIDTH: Final = re.compile("[：，（）、]|\N{FULLWIDTH NUMBER SIGN}")
ARTICLE: Final = re.compile(r"(?P<article>\d+)(?P<marks>(?:\(\d{1,2}\)){0,2})", re.ASCII)
SECTION: Final = re.compile(r"[一二三四五六七八九十]*(?:\([一二三四五六七八九十]+\))?")
NUMBER: Final = re.compile(r"\d+", re.ASCII)
RUN: Final = re.compile(r"(\d+)-(\d+)", re.ASCII)
DURATION: Final = re.compile(r"(\d+)(wd|d)(?: (?:clear|roll|fixed))*", re.ASCII)


@dataclass(frozen=True, slots=True)
class StatuteVersion:
    """One version of one law.

    Attributes:
        statute: Its id, the short name used in citations.
        name: Its full name.
        rank: 法律, 行政法规 and so on.
        version: Date in force as written in the catalog, or `unknown`.
        edition: How the version is called.
        adopted: Day it was adopted; None where not read.
        in_force: First day in force; None where not read.
        until: Last day in force; None while it is.
        terms: Numbers of days that are working days, or one of `all`, `none`, `written`, `unsaid`.
        terms_cite: The article that says so; None where no article does.
        rolls: The article that moves a last day past days off; None where the law does not say.
        articles: Each citable article with how well it is known: read, remembered or drafts.
        items: Articles of a single paragraph, whose parts are items.
        doubt: What is open about this version; None if nothing is.
    """

    statute: str
    name: str
    rank: str
    version: str
    edition: str
    adopted: dt.date | None
    in_force: dt.date | None
    until: dt.date | None
    terms: frozenset[int] | str
    terms_cite: Text | None
    rolls: Text | None
    articles: Mapping[str, str]
    items: frozenset[str]
    doubt: str | None

    @property
    def key(self) -> str:
        """Return `statute@version`, as a procedure names it."""
        return f"{self.statute}@{self.version}"


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited article.

    Attributes:
        version: The version of the law that is meant.
        article: The article's number, a document's section, or `todo`.
        marks: Paragraph and item as numbers, where given.
        confidence: read, remembered or drafts; `todo` for a place still to be filled.
    """

    version: StatuteVersion
    article: str
    marks: tuple[int, ...]
    confidence: str

    @property
    def is_todo(self) -> bool:
        """Tell whether the article is still sought."""
        return self.article == TODO

    @property
    def key(self) -> str:
        """Return the citation as written, for one article."""
        return f"{self.version.statute}#{self.article}{''.join(f'({n})' for n in self.marks)}"

    @property
    def place(self) -> tuple[int, tuple[int, ...], str]:
        """Return where it stands in its law: articles by number, sections and what is still sought before them."""
        return (int(self.article) if self.article.isdecimal() else 0, self.marks, self.article)

    @property
    def text(self) -> str:
        """Return the citation in Chinese, as 行政处罚法第五十七条第一款第二项."""
        if self.is_todo:
            return f"{self.version.statute}(条文待查)"
        if not self.article.isdecimal():
            return self.version.statute + self.article.replace("(", "（").replace(")", "）")
        names = ("项",) if self.article in self.version.items else ("款", "项")
        parts = "".join(
            f"第{chinese_number(n)}{name}" for n, name in zip(self.marks, names, strict=False)
        )
        return f"{self.version.statute}第{chinese_number(int(self.article))}条{parts}"


@dataclass(frozen=True, slots=True)
class StatuteBook:
    """Every version of every law, by `statute@version`."""

    versions: Mapping[str, StatuteVersion]

    def version(self, name: str) -> StatuteVersion:
        """Return the version that a procedure names as `行政处罚法@2021-07-15`.

        Raises:
            CatalogError: `cite.unknown_version`.
        """
        if name not in self.versions:
            refuse(
                "cite.unknown_version",
                f"statutes 没有“{name}”。{nearest(name, self.versions)}"
                "请先在 statutes 登记这部法及其施行日。",
                _place(name),
            )
        return self.versions[name]

    def in_force(self, statute: str, on: dt.date) -> StatuteVersion | None:
        """Return the version of a law in force on a day; a version without a date comes last."""
        found = [
            version
            for version in self.versions.values()
            if version.statute == statute and not (version.until and version.until < on)
        ]
        dated = [version for version in found if version.in_force and version.in_force <= on]
        undated = [version for version in found if version.in_force is None]
        return max(dated, key=lambda version: str(version.in_force), default=None) or next(
            iter(undated), None
        )

    def check(self, cite: str, statutes: Iterable[str]) -> tuple[Citation, ...]:
        """Parse a citation and hold it against what was read.

        Args:
            cite: `statute#article`, several articles separated by commas.
            statutes: The versions the procedure names, each `statute@version`.

        Returns:
            One value for each article, in order.

        Raises:
            CatalogError: A code that begins with `cite.`.
        """
        if FULL_WIDTH.search(cite):
            refuse(
                "cite.full_width",
                f"引用“{cite}”含全角标点。请改用半角，如 行政处罚法#44,62(1)。",
                _place(cite),
            )
        statute, sign, articles = cite.partition("#")
        if not sign or not statute or not articles:
            refuse(
                "cite.form",
                f"引用“{cite}”不成格式。请写成 法名#条，如 行政处罚法#57(1)(2)；条文待查写 法名#todo。",
                _place(cite),
            )
        named = {version.statute: version for version in map(self.version, statutes)}
        if statute not in named:
            refuse(
                "cite.unknown_statute",
                f"引用的“{statute}”不在本程序的 statutes 里。{nearest(statute, named)}"
                f"请在 statutes 补上“{statute}@施行日”，或改正法名。",
                _place(cite),
            )
        return tuple(_citation(named[statute], part, cite) for part in articles.split(","))

    def check_unit(self, duration: str, citations: Iterable[Citation]) -> None:
        """Hold a period's unit against how the cited laws count days.

        A law that leaves the unit to its articles is never contradicted, and one law that agrees is
        enough: a sector's rule may set its own working days beside the law. Nought days have no unit:
        `0wd` is the same day, whatever day of the week it is.

        Args:
            duration: As written in a rule, such as `5wd` or `90d roll`.
            citations: The citations of the same rule.

        Raises:
            CatalogError: `unit.mismatch`.
        """
        period = DURATION.fullmatch(duration)
        checked = [citation for citation in citations if not citation.is_todo]
        if period is None or not checked:
            return
        n, unit = int(period[1]), period[2]
        if n == 0:
            return
        expected = {unit_of(citation.version, n) for citation in checked}
        if None in expected or unit in expected:
            return
        source = next((c.version.terms_cite for c in checked if c.version.terms_cite), None)
        meant = "工作日" if unit == "d" else "自然日"
        refuse(
            "unit.mismatch",
            f"{checked[0].text}的{n}日是{meant}({source or '该法未定工作日'})，"
            f"这里写的是“{duration}”。请改成 {n}{'wd' if unit == 'd' else 'd'}，或补引另定单位的条文。",
            _place(duration),
        )


def load_statutes(path: Path) -> StatuteBook:
    """Read `statutes`.

    Raises:
        CatalogError: When the file is unclear, or a citation in it names an article not listed.
    """
    versions: dict[str, StatuteVersion] = {}
    for statute, reader in Reader(load_shared(path), "法律目录").entries():
        name, rank = reader.text("name"), reader.choice("rank", RANKS)
        listed = reader.mapping("versions")
        reader.done()
        for when, entry in listed.entries():
            version = _version((statute, name, rank), when, entry)
            versions[version.key] = version
    book = StatuteBook(versions)
    for version in versions.values():
        _check_own_cites(book, version)
    return book


def unit_of(version: StatuteVersion, n: int) -> str | None:
    """Return how a law counts a period of `n` days.

    Returns:
        `wd` for working days, `d` for days, None where the law leaves it to each article.
    """
    if isinstance(version.terms, frozenset):
        return "wd" if n in version.terms else "d"
    return {"all": "wd", "none": "d"}.get(version.terms)


def _citation(version: StatuteVersion, part: str, cite: str) -> Citation:
    if part == TODO:
        return Citation(version, TODO, (), TODO)
    numbered = ARTICLE.fullmatch(part)
    if numbered is None and not (part and SECTION.fullmatch(part)):
        refuse(
            "cite.form",
            f"引用“{cite}”中的“{part}”不是条号。请写成 57、57(1) 或 57(1)(2)，逗号后不空格。",
            _place(cite),
        )
    article = numbered["article"] if numbered else part
    if article not in version.articles:
        refuse(
            "cite.unread",
            f"{version.statute}({version.version})的“{article}”不在已读条文之列，不能引用。"
            f"请先读原文并登记到 statutes，或暂写 {version.statute}#{TODO}。",
            _place(cite),
        )
    marks = tuple(int(n) for n in re.findall(r"\d+", numbered["marks"])) if numbered else ()
    return Citation(version, article, marks, version.articles[article])


def _version(heading: tuple[str, str, str], when: Text, reader: Reader) -> StatuteVersion:
    in_force = None if when == UNKNOWN else to_day(when)
    doubt = reader.optional("doubt")
    if in_force is None and doubt is None:
        reader.refuse("statute.doubt", "施行日不明的版本须在 doubt 说明。请补上 doubt。")
    terms, terms_cite = _terms(reader.mapping("working_days"))
    version = StatuteVersion(
        *heading,
        version=str(when),
        edition=reader.text("edition"),
        adopted=reader.optional_day("adopted"),
        in_force=in_force,
        until=reader.optional_day("until"),
        terms=terms,
        terms_cite=terms_cite,
        rolls=reader.optional("rolls"),
        articles=_articles(reader.mapping("articles")),
        items=frozenset(reader.list_of_text("items")),
        doubt=doubt,
    )
    reader.done()
    return version


def _terms(reader: Reader) -> tuple[frozenset[int] | str, Text | None]:
    cite = reader.optional("cite")
    written = reader.value("terms")
    terms: frozenset[int] | str
    if isinstance(written, Text):
        terms = reader.choice("terms", WAYS_OF_COUNTING)
    else:
        terms = frozenset(_numbers(reader.list_of_text("terms")))
    reader.done()
    if cite is None and (terms == "all" or isinstance(terms, frozenset)):
        reader.refuse(
            "statute.uncited", "写明哪些期限是工作日，须引条文。请在 working_days 补上 cite。"
        )
    return terms, cite


def _numbers(texts: Iterable[Text]) -> list[int]:
    for text in texts:
        if not NUMBER.fullmatch(text):
            refuse("schema.integer", f"“{text}”不是天数。请写半角数字。", text.place)
    return [int(text) for text in texts]


def _articles(reader: Reader) -> dict[str, str]:
    articles: dict[str, str] = {}
    for confidence in CONFIDENCES:
        for text in reader.list_of_text(confidence):
            for article in _expanded(text):
                if article in articles:
                    refuse(
                        "statute.article_twice",
                        f"第{article}条列了两次。请只留一处。",
                        text.place,
                    )
                articles[article] = confidence
    reader.done()
    return articles


def _expanded(text: Text) -> list[str]:
    run = RUN.fullmatch(text)
    if run and int(run[1]) < int(run[2]):
        return [str(n) for n in range(int(run[1]), int(run[2]) + 1)]
    if not NUMBER.fullmatch(text) and not SECTION.fullmatch(text):
        refuse("statute.article", f"“{text}”不是条号。请写 57 或 20-25。", text.place)
    return [str(text)]


def _check_own_cites(book: StatuteBook, version: StatuteVersion) -> None:
    for cite in (version.terms_cite, version.rolls):
        if cite is not None:
            statute = cite.partition("#")[0]
            others = [key for key, other in book.versions.items() if other.statute == statute]
            book.check(cite, [version.key] if statute == version.statute else others[-1:])


def _place(text: str) -> Place | None:
    return text.place if isinstance(text, Text) else None
