import django.db.models.deletion
from django.db import migrations, models


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
                'indexes': [models.Index(fields=['body', 'role', 'since', 'matter', 'proposal'], name='awaited_of_role')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'proposal', 'role'), name='awaited_once')],
            },
        ),
    ]
