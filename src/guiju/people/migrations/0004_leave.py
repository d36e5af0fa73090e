import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_administrators'),
    ]

    operations = [
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='代理起始日')),
                ('until', models.DateField(verbose_name='登记的最后一日')),
                ('last', models.DateField(verbose_name='代理最后一日')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('entered_on', models.DateField(verbose_name='登记日')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='people.post')),
                ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='people.person')),
            ],
            options={
                'verbose_name': '代理',
                'verbose_name_plural': '代理',
            },
        ),
    ]
