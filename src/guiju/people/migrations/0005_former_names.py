import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_leave'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='曾用名')),
                ('until', models.DateField(verbose_name='使用至')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='people.body')),
            ],
            options={
                'verbose_name': '机构曾用名',
                'verbose_name_plural': '机构曾用名',
                'indexes': [models.Index(fields=['name'], name='body_by_former_name')],
                'constraints': [models.UniqueConstraint(fields=('body', 'until'), name='one_name_ends_on_a_day')],
            },
        ),
    ]
