from typing import Any

import orjson
from django.db import migrations, models

import guiju.matters.models
from guiju.matters import statements


def derive(_apps: Any, _schema_editor: Any) -> None:
    """Give matters recorded before their handler and the day of an entry's last act."""
    from guiju.matters.live import adjusted_in
    from guiju.matters.replay import handler_of
    from guiju.matters.rulebook import pinned
    from guiju.procedure import load
    from guiju.record.act import ActForm

    rows = list(statements.stream("SELECT id, rules_id, state, valid_from FROM matters_matter"))
    for identifier, rules, state, valid_from in rows:
        forms = [ActForm.from_bytes(bytes(row[0])) for row in statements.acts_of(identifier)]
        known = pinned(rules)
        marking = load(known.rules, orjson.loads(state)["marking"])
        adjusted = adjusted_in(known, marking) if valid_from else None
        statements.write(
            "UPDATE matters_matter SET handler = %s, adjusted = %s WHERE id = %s",
            [(handler_of(forms), adjusted.isoformat() if adjusted else None, identifier)],
        )


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0002_lists_within_a_body"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="handler",
            field=guiju.matters.models.Identifier(blank=True, default="", max_length=36, verbose_name="承办人"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="matter",
            name="adjusted",
            field=models.DateField(null=True, verbose_name="最近调整日"),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed__isnull", True), ("valid_from__isnull", True)),
                fields=["body", "handler", "id"],
                name="matter_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("adjusted__isnull", False)),
                fields=["body", "procedure", "adjusted"],
                name="matter_adjusted",
            ),
        ),
    ]
