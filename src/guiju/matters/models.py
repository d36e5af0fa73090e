"""The stored record and what is derived from it.

``Act`` is the record; ``Matter``, ``Slots``, ``Duty``, ``Awaited``, ``AwaitedScan`` and ``AllottedNumber`` are projections, compared by ``verify --deep`` with what the acts
give when folded anew; of ``MatterKey`` it compares who holds one, not its text. ``EffectiveRules``, ``StoredFile`` and ``Sealer`` are compared
with their content, the kept files and the log. ``Link`` follows from no act, because the form of an act does not name the matter another comes
from: a link added, changed or removed is not seen. A foreign key has an index of its own only where no other index begins with it. Matters and acts are written by hand-made statements (``guiju.matters.statements``), never through these classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from guiju.matters.awaiting import Awaited  # noqa: F401 -- Django finds its tables here
from guiju.matters.paper_models import AllottedNumber as AllottedNumber
from guiju.matters.paper_models import AwaitedScan as AwaitedScan
from guiju.matters.paper_models import NumberSeries as NumberSeries

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _Text = models.CharField[str, str]
    _Number = models.BigIntegerField[int, int]
    _TextOrNone = models.CharField[str | None, str | None]
else:
    _Text = models.CharField
    _Number = models.BigIntegerField
    _TextOrNone = models.CharField


TEXT_SLOTS = tuple(f"text{place}" for place in range(1, 10))
NUMBER_SLOTS = tuple(f"number{place}" for place in range(1, 4))
DAY_SLOTS = tuple(f"day{place}" for place in range(1, 4))


class Identifier(_Text):
    """An id, looked up whole: on PostgreSQL without the second index, for prefixes, that a ``varchar`` would be given."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 36, **options})

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type."""
        return str(super().db_type(connection)).replace("varchar", "character varying")


class SlotText(_TextOrNone):
    """A text of a list column, ordered by code point on every database, so that one index serves equality, beginnings and order."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 200, "null": True, **options})

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """The column's type and collation."""
        found = dict(super().db_parameters(connection))
        return {**found, "collation": "C"} if connection.vendor == "postgresql" else found


class Position(_Number):
    """A place in the log that is the row's own number on SQLite, which takes only ``integer`` for that, without an index beside it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type."""
        return "integer" if connection.vendor == "sqlite" else str(super().db_type(connection))


class EffectiveRules(models.Model):
    """A procedure version with its parameters resolved, stored once by digest."""

    digest = Identifier(max_length=64, primary_key=True)
    procedure = models.CharField(max_length=64)
    version = models.CharField(max_length=10)
    content = models.BinaryField()

    class Meta:
        """Names on the screen."""

        verbose_name = "办理规则"
        verbose_name_plural = "办理规则"

    def __str__(self) -> str:
        return f"{self.procedure} {self.version}"


class Matter(models.Model):
    """One run of a procedure: where it stands after its acts.

    ``handler`` is who opened it, or whom it was handed to last; ``adjusted`` the day of an entry's last act, of lists only.
    """

    id = Identifier(primary_key=True)
    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=64)
    rules = models.ForeignKey(EffectiveRules, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("编号", max_length=64, blank=True)
    title = models.CharField("名称", max_length=200, blank=True)
    opened = models.DateField("起始日")
    closed = models.DateField("办结日", null=True)
    valid_from = models.DateField("有效期起", null=True)
    valid_until = models.DateField("有效期止", null=True)
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    state = models.TextField()
    next_due = models.DateField("最近期限", null=True)
    next_wake = models.DateField(null=True)
    handler = Identifier(verbose_name="承办人", blank=True)
    adjusted = models.DateField("最近调整日", null=True)

    class Meta:
        """The indexes that lists and the sweep read."""

        verbose_name = "办件"
        verbose_name_plural = "办件"
        indexes: ClassVar = [
            models.Index(
                fields=["body", "next_due", "id"],
                name="matter_due_of_body",
                condition=models.Q(next_due__isnull=False),
            ),
            models.Index(
                fields=["next_wake", "id"],
                name="matter_wake",
                condition=models.Q(next_wake__isnull=False),
            ),
            models.Index(fields=["body", "opened", "id"], name="matter_newest_of_body"),
            models.Index(
                fields=["body", "procedure", "opened", "id"], name="matter_of_body_procedure"
            ),
            models.Index(fields=["procedure", "opened", "id"], name="matter_of_procedure"),
            models.Index(fields=["number", "id"], name="matter_number"),
            models.Index(
                fields=["body", "procedure", "opened", "id"],
                name="matter_open_of_procedure",
                condition=models.Q(closed__isnull=True),
            ),
            models.Index(
                fields=["body", "opened", "id"],
                name="matter_open_of_body",
                condition=models.Q(closed__isnull=True),
            ),
            models.Index(
                fields=["body", "handler", "id"],
                name="matter_in_hand",
                condition=models.Q(closed__isnull=True, valid_from__isnull=True),
            ),
            models.Index(
                fields=["body", "procedure", "adjusted"],
                name="matter_adjusted",
                condition=models.Q(adjusted__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title or self.id


class Act(models.Model):
    """One immutable act: its canonical bytes, their digests, and copies of columns for reading."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="acts", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    act = models.CharField(max_length=100)
    body = models.CharField(max_length=32)
    by = models.CharField(max_length=100)
    recorded_by = models.CharField(max_length=36)
    role = models.CharField(max_length=32)
    done_on = models.DateField()
    done_at = models.CharField(max_length=5, null=True)  # noqa: DJ001 -- null is the form's own value
    recorded_at = models.CharField(max_length=32)
    rules = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    form = models.BinaryField()
    sm3 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        """A matter's acts are numbered without gap."""

        verbose_name = "行为"
        verbose_name_plural = "行为"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "seq"], name="act_of_matter")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}#{self.seq} {self.act or self.kind}"


class PrivateValue(models.Model):
    """A private value and its salt, encrypted; the act holds only the commitment."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    key = models.CharField(max_length=16)
    sealed = models.BinaryField()

    class Meta:
        """One value a field of an act."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "seq", "field"], name="private_value_of_act")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}#{self.seq} {self.field}"


class Duty(models.Model):
    """What is owed in a matter, by whom and by when."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="duties", db_index=False)
    act = models.CharField(max_length=100)
    roles = models.CharField(max_length=200)
    due = models.DateField(null=True)
    suspended = models.BooleanField()
    body = models.CharField(max_length=32)
    ready = models.DateField(null=True)

    class Meta:
        """One duty an act; ``ready`` says of a duty without day since when it can be done."""

        indexes: ClassVar = [
            models.Index(
                fields=["body", "due", "matter"],
                name="duty_due_of_body",
                condition=models.Q(due__isnull=False),
            ),
            models.Index(
                fields=["body", "ready", "matter"],
                name="duty_ready_of_body",
                condition=models.Q(ready__isnull=False),
            ),
        ]

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "act"], name="duty_of_matter")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.act}"


class Slots(models.Model):
    """A matter's list columns, typed: at most nine texts, three numbers and three days, of which a list uses twelve.

    Beside them the owning body and the first day, copied from the matter: a list is read within a body, newest first, along one index.
    """

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="slots")
    body = Identifier(max_length=32)
    opened = models.DateField()
    procedure = models.CharField(max_length=64)
    text1 = SlotText()
    text2 = SlotText()
    text3 = SlotText()
    text4 = SlotText()
    text5 = SlotText()
    text6 = SlotText()
    text7 = SlotText()
    text8 = SlotText()
    text9 = SlotText()
    number1 = models.BigIntegerField(null=True)
    number2 = models.BigIntegerField(null=True)
    number3 = models.BigIntegerField(null=True)
    day1 = models.DateField(null=True)
    day2 = models.DateField(null=True)
    day3 = models.DateField(null=True)

    class Meta:
        """A list names body and procedure first; a column left empty stays out of its index.

        Certificates alone are looked up by their holder among all bodies, for every act that officers sign.
        """

        indexes: ClassVar = [
            *(
                models.Index(
                    fields=["body", "procedure", name, "opened", "matter"],
                    name=f"slots_by_{name}",
                    condition=models.Q(**{f"{name}__isnull": False}),
                )
                for name in TEXT_SLOTS
            ),
            *(
                models.Index(
                    fields=["body", "procedure", name, "matter"],
                    name=f"slots_by_{name}",
                    condition=models.Q(**{f"{name}__isnull": False}),
                )
                for name in (*NUMBER_SLOTS, *DAY_SLOTS)
            ),
            models.Index(
                fields=["text1", "matter"],
                name="slots_certificate",
                condition=models.Q(procedure="officer-certificate"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.matter_id)


class MatterKey(models.Model):
    """What must be unique per body among open or valid matters of a procedure."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="+", db_index=False)
    procedure = models.CharField(max_length=64)
    value = models.CharField(max_length=400)
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="+")

    class Meta:
        """The key itself."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "procedure", "value"], name="matter_key")
        ]

    def __str__(self) -> str:
        return self.value


class Link(models.Model):
    """A matter that came from, belongs to or concerns another."""

    source = models.ForeignKey(Matter, models.PROTECT, related_name="links_out", db_index=False)
    target = models.ForeignKey(Matter, models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=32)

    class Meta:
        """One link of a kind between two matters."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class StoredFile(models.Model):
    """A file kept under its digest."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    class Meta:
        """Names on the screen."""

        verbose_name = "文件"
        verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.sha256


class Unsealed(models.Model):
    """An act that committed and waits for its position; ids are never order."""

    matter = Identifier()
    seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.matter}#{self.seq}"


class Seal(models.Model):
    """The position of an act in the log of all acts."""

    position = Position(primary_key=True)
    matter = Identifier()
    seq = models.PositiveIntegerField()
    sm3 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        """An act has one position."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "seq"], name="seal_of_act")
        ]

    def __str__(self) -> str:
        return str(self.position)


class Checkpoint(models.Model):
    """A checkpoint of the log, as its signed text."""

    size = models.BigIntegerField(primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.size)


class Sealer(models.Model):
    """The one row whose lock makes sealing a turn of one process; holds the log's frontier."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.TextField()

    def __str__(self) -> str:
        return str(self.size)


class Recount(models.Model):
    """The one row that says by which calendar open matters are counted, and how far counting them anew has come; a working table.

    ``cursor`` is the last matter counted; ``~`` once all are.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    calendar = models.CharField(max_length=64)
    cursor = Identifier()
    counted = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    begun = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.calendar[:8]} {self.cursor}"


class MovedDay(models.Model):
    """A duty whose last day moved when the calendar became known better; a working table."""

    body = models.CharField(max_length=32)
    matter = Identifier()
    act = models.CharField(max_length=100)
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    moved_at = models.DateTimeField()

    class Meta:
        """Read newest first by body."""

        indexes: ClassVar = [models.Index(fields=["body", "id"], name="moved_day_of_body")]

    def __str__(self) -> str:
        return f"{self.matter} {self.act} {self.before} {self.after}"
