"""How many people a channel reaches: what is most exposed is reviewed first."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='followers',
            field=models.PositiveBigIntegerField(db_default=0, default=0, help_text='As last counted. What reaches more people is reviewed first.', verbose_name='followers'),
        ),
    ]
