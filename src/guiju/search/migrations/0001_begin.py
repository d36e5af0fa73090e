from typing import Any

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE search_gram USING fts5("
    "grams, content='', detail=none, columnsize=0, tokenize='ascii')"
)
POSTGRESQL = (
    "ALTER TABLE search_entry ADD COLUMN grams integer[] NOT NULL DEFAULT '{}'",
    "CREATE INDEX search_grams ON search_entry USING gin (grams) WITH (fastupdate = off)",
    # Of grams that stand together the planner would guess far too few: without numbers it always takes the index.
    "ALTER TABLE search_entry ALTER COLUMN grams SET STATISTICS 0",
)


def make_index(apps: Any, schema_editor: Any) -> None:
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,)
    for statement in statements:
        schema_editor.execute(statement)


def drop_index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_gram")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("matters", "0001_begin")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matter", models.CharField(max_length=36, unique=True)),
                ("text", models.TextField()),
                ("marks", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("covered", models.BigIntegerField()),
                ("shape", models.TextField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="one_progress"),
        ),
        migrations.RunPython(make_index, drop_index),
    ]
