"""Bodies, persons, accounts, posts.

Nothing here is ever deleted: what ends gets a last day, so that who held which post reads as of any day.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

LONGEST_PARTICULAR = 100


class BodyKind(models.TextChoices):
    """In what capacity a body may act (行政处罚法第十七条、第十九条、第二十条)."""

    ORGAN = "organ", "行政机关"
    AUTHORISED = "authorised", "法律法规授权的组织"
    ENTRUSTED = "entrusted", "受委托组织"
    DISPATCHED = "dispatched", "派出机构"
    GOVERNMENT = "government", "人民政府"
    TOWN = "town", "乡镇人民政府、街道办事处"


class Body(models.Model):
    """A government, department, town or institution."""

    code = models.CharField("机构代码", max_length=32, primary_key=True)
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("性质", max_length=16, choices=BodyKind.choices)
    field = models.CharField("执法领域", max_length=32, blank=True)
    word = models.CharField("机关代字", max_length=16, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    since = models.DateField("成立日期")
    until = models.DateField("撤销日期", null=True, blank=True)
    openings_until = models.DateField("期初登记截止日", null=True, blank=True)

    class Meta:
        """Names on the screen."""

        verbose_name = "机构"
        verbose_name_plural = "机构"

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """A name a body bore up to a day; papers of that time go on bearing it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="former_names")
    name = models.CharField("曾用名", max_length=100)
    until = models.DateField("使用至")

    class Meta:
        """One name ends on a day."""

        verbose_name = "机构曾用名"
        verbose_name_plural = "机构曾用名"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "until"], name="one_name_ends_on_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="body_by_former_name")]

    def __str__(self) -> str:
        return self.name


class BodyParticulars(models.Model):
    """What papers say of a body besides its name, from a day on; papers of before go on saying what was said then."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="particulars")
    since = models.DateField("起用日期")
    address = models.CharField("办公地址", max_length=LONGEST_PARTICULAR, blank=True)
    telephone = models.CharField("联系电话", max_length=LONGEST_PARTICULAR, blank=True)
    payee = models.CharField("罚款缴款银行和账号", max_length=LONGEST_PARTICULAR, blank=True)
    review_body = models.CharField("行政复议机关", max_length=LONGEST_PARTICULAR, blank=True)
    court = models.CharField("行政诉讼管辖法院", max_length=LONGEST_PARTICULAR, blank=True)

    class Meta:
        """One statement begins on a day."""

        verbose_name = "机构的文书信息"
        verbose_name_plural = "机构的文书信息"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "since"], name="particulars_begin_on_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.since}"


class Person(models.Model):
    """Somebody who works for a body, with or without an account."""

    id = models.CharField("人员编号", max_length=36, primary_key=True)
    name = models.CharField("姓名", max_length=50)

    class Meta:
        """Names on the screen."""

        verbose_name = "人员"
        verbose_name_plural = "人员"
        indexes: ClassVar = [models.Index(fields=["name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role that a person holds at a body from one day to another, both included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    role = models.CharField("职责", max_length=32)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        """A post is read by body and person for every act."""

        verbose_name = "任职"
        verbose_name_plural = "任职"
        indexes: ClassVar = [
            models.Index(fields=["body", "person"], name="post_by_body_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.body} {self.role}"


class Substitution(models.Model):
    """A post that somebody else of the body exercises while its holder is on leave, from one day to another, both included.

    ``until`` is the last day as it was entered; ``last`` is the last day it holds, earlier than ``until`` where it was ended early, and before
    ``since`` where it was ended before it began.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(Person, models.PROTECT, related_name="substitutions")
    since = models.DateField("代理起始日")
    until = models.DateField("登记的最后一日")
    last = models.DateField("代理最后一日")
    reason = models.CharField("事由", max_length=200)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_on = models.DateField("登记日")
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Names on the screen."""

        verbose_name = "代理"
        verbose_name_plural = "代理"

    def __str__(self) -> str:
        return f"{self.substitute} 代理 {self.post}"


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by name, as signing in asks."""


class Account(AbstractBaseUser):
    """The means by which a person signs in."""

    username = models.CharField("用户名", max_length=50, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField("启用", default=True)
    one_time_until = models.DateTimeField("一次性密码有效至", null=True, blank=True)

    USERNAME_FIELD = "username"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        """Names on the screen."""

        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.username


class SignInBrake(models.Model):
    """Failures to sign in under a name, whether or not an account has it; a working table, not part of the record.

    The name is kept as a keyed digest: people type passwords where the name belongs.
    """

    name = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name[:8]} {self.failures}"


class GrantKind(models.TextChoices):
    """What a change of people asks for."""

    APPOINT = "appoint", "任职"
    RELIEVE = "relieve", "离任"
    RESET = "reset", "重置密码"
    LOCK = "lock", "停用账号"
    UNLOCK = "unlock", "恢复账号"


class GrantState(models.TextChoices):
    """What became of a proposed change."""

    OPEN = "open", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "未同意"


class Grant(models.Model):
    """A change of posts and accounts: proposed by one administrator, decided by another, kept for ever; a working table, not part of the record.

    An appointment names a person, or somebody new by ``name``; with ``username`` it opens an account too.
    """

    kind = models.CharField("事项", max_length=16, choices=GrantKind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="grants")
    name = models.CharField("姓名", max_length=50)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    roles = models.JSONField("职责", default=list)
    day = models.DateField("起止日", null=True)
    username = models.CharField("用户名", max_length=50, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    state = models.CharField("状态", max_length=16, choices=GrantState.choices, default="open")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True)
    remark = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        """Nobody decides what they proposed; only locking an account, which takes power away, needs no second person."""

        verbose_name = "人员变动"
        verbose_name_plural = "人员变动"
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="grant_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by"))
                | models.Q(kind="lock"),
                name="grant_second_person",
            ),
            models.UniqueConstraint(
                fields=["username"],
                condition=models.Q(state="open") & ~models.Q(username=""),
                name="grant_username_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class FirstStart(models.Model):
    """The first start of an empty store: the digest of the code shown in the terminal, and what was typed so far; a working table.

    There is one row; the code is gone once the first administrators are entered.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    code = models.CharField(max_length=64, blank=True)
    draft = models.JSONField(default=dict)

    def __str__(self) -> str:
        return "code drawn" if self.code else "closed"
