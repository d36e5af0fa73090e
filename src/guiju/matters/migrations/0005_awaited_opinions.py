from typing import Any

import django.db.models.deletion
import orjson
from django.db import migrations, models

from guiju.matters import statements

OPEN = '%"proposed":{"%'


def derive(_apps: Any, _schema_editor: Any) -> None:
    """Say of proposals that were open before how far they have come, and whose opinions they ask for."""
    from guiju.matters.replay import open_proposals
    from guiju.matters.rulebook import pinned
    from guiju.record.act import ActForm

    found = "SELECT id, body_id, rules_id, state FROM matters_matter WHERE state LIKE %s"
    for identifier, body, rules, state in list(statements.stream(found, [OPEN])):
        forms = [ActForm.from_bytes(bytes(row[0])) for row in statements.acts_of(identifier)]
        proposed = open_proposals(forms)
        told = orjson.dumps({**orjson.loads(state), "proposed": proposed}).decode()
        statements.write("UPDATE matters_matter SET state = %s WHERE id = %s", [(told, identifier)])
        for act, one in proposed.items():
            rows = one.rows(act, pinned(rules).act(act).approval).values()
            statements.write(statements.INSERT_AWAITED, [(identifier, body, *row) for row in rows])


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0004_recounting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Awaited',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=32)),
                ('act', models.CharField(max_length=100)),
                ('proposal', models.PositiveIntegerField()),
                ('role', models.CharField(max_length=32)),
                ('person', models.CharField(blank=True, max_length=36)),
                ('proposer', models.CharField(max_length=100)),
                ('since', models.DateField()),
                ('matter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='awaited', to='matters.matter')),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'role', 'since', 'matter', 'proposal', 'person', 'proposer'], name='awaited_of_role')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'proposal', 'role'), name='awaited_once')],
            },
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]
