"""Lists are read within a body, newest first: the list columns stand anew beside the body and the first day of their matter."""

import django.db.models.deletion
from django.db import migrations, models

import guiju.matters.models

TEXTS = [f"text{place}" for place in range(1, 10)]
NUMBERS = [f"number{place}" for place in range(1, 4)]
DAYS = [f"day{place}" for place in range(1, 4)]
KEPT = ", ".join(["matter_id", "procedure", *TEXTS, *NUMBERS, *DAYS])
BACK = (
    f"INSERT INTO matters_slots ({KEPT}, body, opened) "
    f"SELECT {', '.join(f'o.{name}' for name in KEPT.split(', '))}, m.body_id, m.opened "
    "FROM matters_slots_before o JOIN matters_matter m ON m.id = o.matter_id"
)


def _within_a_body(name: str, *order: str) -> models.Index:
    return models.Index(
        fields=["body", "procedure", name, *order, "matter"],
        name=f"slots_by_{name}",
        condition=models.Q(**{f"{name}__isnull": False}),
    )


class Migration(migrations.Migration):
    """One rewriting of the table, whatever the database."""

    dependencies = [("matters", "0001_begin")]

    operations = [
        migrations.RunSQL(
            "CREATE TABLE matters_slots_before AS SELECT * FROM matters_slots",
            migrations.RunSQL.noop,
        ),
        migrations.DeleteModel(name="Slots"),
        migrations.CreateModel(
            name="Slots",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="slots",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("body", guiju.matters.models.Identifier(max_length=32)),
                ("opened", models.DateField()),
                ("procedure", models.CharField(max_length=64)),
                *((name, guiju.matters.models.SlotText(max_length=200, null=True)) for name in TEXTS),
                *((name, models.BigIntegerField(null=True)) for name in NUMBERS),
                *((name, models.DateField(null=True)) for name in DAYS),
            ],
            options={
                "indexes": [
                    *(_within_a_body(name, "opened") for name in TEXTS),
                    *(_within_a_body(name) for name in (*NUMBERS, *DAYS)),
                    models.Index(
                        condition=models.Q(("procedure", "officer-certificate")),
                        fields=["text1", "matter"],
                        name="slots_certificate",
                    ),
                ],
            },
        ),
        migrations.RunSQL(BACK, migrations.RunSQL.noop),
        migrations.RunSQL("DROP TABLE matters_slots_before", migrations.RunSQL.noop),
        *(
            migrations.AddIndex(
                model_name="matter",
                index=models.Index(
                    condition=models.Q(("closed__isnull", True)), fields=fields, name=name
                ),
            )
            for name, fields in (
                ("matter_open_of_procedure", ["body", "procedure", "opened", "id"]),
                ("matter_open_of_body", ["body", "opened", "id"]),
            )
        ),
    ]
