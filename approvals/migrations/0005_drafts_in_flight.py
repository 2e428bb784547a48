"""The drafts in flight under a version are found without reading all that were ever submitted under it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_levels_regimes_holds")]
    operations = [
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("state__in", ["in_review", "changes_requested"])),
                fields=["policy_version"],
                name="draft_in_flight",
            ),
        ),
    ]
