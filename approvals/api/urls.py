"""Every address of version 1 of the API."""

from django.urls import path, re_path

from accounts.addresses import ORDINAL, ROW
from approvals.api.views import (
    calendars,
    delays,
    docs,
    drafts,
    holds,
    mine,
    policies,
    policy_files,
    queue,
    record,
    regimes,
    services,
    told,
    verbs,
    versions,
)

app_name = "api"

DRAFT = "drafts/<uuid:draft_id>"
POLICY = f"policies/<{ROW}:policy_id>"
REGIME = f"regimes/<{ROW}:regime_id>"
WEBHOOK = f"webhooks/<{ROW}:webhook_id>"
VERSION = f"{POLICY}/versions/<{ORDINAL}:number>"

urlpatterns = [
    path("me/", mine.MeView.as_view(), name="me"),
    path("channels/", mine.ChannelsView.as_view(), name="channels"),
    path("drafts/", drafts.DraftsView.as_view(), name="drafts"),
    path("drafts/check/", drafts.CheckView.as_view(), name="check"),
    path(f"{DRAFT}/", drafts.DraftView.as_view(), name="draft"),
    path(f"{DRAFT}/submit/", verbs.SubmitView.as_view(), name="submit"),
    path(f"{DRAFT}/decisions/", verbs.DecisionsView.as_view(), name="decisions"),
    path(f"{DRAFT}/concurrence/", verbs.ConcurrenceView.as_view(), name="concurrence"),
    path(f"{DRAFT}/withdraw/", verbs.WithdrawView.as_view(), name="withdraw"),
    path(f"{DRAFT}/publish/", verbs.PublishView.as_view(), name="publish"),
    path(f"{DRAFT}/retract/", verbs.RetractView.as_view(), name="retract"),
    path(f"{DRAFT}/reopen/", verbs.ReopenView.as_view(), name="reopen"),
    path(f"{DRAFT}/events/", record.EventsView.as_view(), name="events"),
    path(f"{DRAFT}/revisions/", record.RevisionsView.as_view(), name="revisions"),
    path(f"{DRAFT}/revisions/<{ORDINAL}:number>/diff/", record.DifferenceView.as_view(), name="difference"),
    path(f"{DRAFT}/comments/", record.CommentsView.as_view(), name="comments"),
    path("queue/", queue.QueueView.as_view(), name="queue"),
    path("queue/decisions/", queue.QueueDecisionsView.as_view(), name="queue_decisions"),
    path("policies/", policies.PoliciesView.as_view(), name="policies"),
    path(f"{POLICY}/", policies.PolicyView.as_view(), name="policy"),
    path(f"{POLICY}/versions/", policies.VersionsView.as_view(), name="versions"),
    path(f"{VERSION}/", policies.VersionView.as_view(), name="version"),
    path(f"{VERSION}/propose/", policies.ProposeView.as_view(), name="propose"),
    path(f"{VERSION}/enact/", policies.EnactView.as_view(), name="enact"),
    path(f"{VERSION}/changes/", versions.ChangesView.as_view(), name="version_changes"),
    path(f"{VERSION}/in-flight/", versions.InFlightView.as_view(), name="in_flight"),
    path(f"{VERSION}/move/", versions.MoveView.as_view(), name="move"),
    path(f"{VERSION}/call-off/", policies.CallOffView.as_view(), name="call_off"),
    path(f"{VERSION}/try/drafts/", versions.TryOnDraftsView.as_view(), name="try_on_drafts"),
    path(f"{VERSION}/try/", policies.TryView.as_view(), name="try"),
    path("holds/", holds.HoldsView.as_view(), name="holds"),
    path(f"holds/<{ROW}:hold_id>/", holds.HoldView.as_view(), name="hold"),
    path(f"holds/<{ROW}:hold_id>/lift/", holds.LiftView.as_view(), name="lift_hold"),
    path(f"{VERSION}/file/", policy_files.PolicyFileView.as_view(), name="policy_file"),
    path("policies/import/", policy_files.ImportView.as_view(), name="policy_import"),
    path("policies/import/check/", policy_files.ImportCheckView.as_view(), name="policy_import_check"),
    path("policies/schema/", policy_files.PolicySchemaView.as_view(), name="policy_schema"),
    path("regimes/", regimes.RegimesView.as_view(), name="regimes"),
    path("regimes/check/", regimes.RegimeCheckView.as_view(), name="regime_check"),
    path(f"{REGIME}/", regimes.RegimeView.as_view(), name="regime"),
    path(f"{REGIME}/end/", regimes.EndView.as_view(), name="regime_end"),
    re_path(r"^offices/(?P<code>[A-Z0-9]{1,8})/calendar/$", calendars.CalendarView.as_view(), name="calendar"),
    path("delays/", delays.DelaysView.as_view(), name="delays"),
    path("delays/counts/", delays.DelayCountsView.as_view(), name="delay_counts"),
    path(f"delays/<{ROW}:delay_id>/reason/", delays.DelayReasonView.as_view(), name="delay_reason"),
    path("notifications/", mine.NotificationsView.as_view(), name="notifications"),
    path("notifications/settings/", told.ToldView.as_view(), name="told"),
    path(f"notifications/<{ROW}:message_id>/read/", mine.ReadView.as_view(), name="read"),
    path("webhooks/", services.WebhooksView.as_view(), name="webhooks"),
    path(f"{WEBHOOK}/", services.WebhookView.as_view(), name="webhook"),
    path(f"{WEBHOOK}/secret/", services.WebhookSecretView.as_view(), name="webhook_secret"),
    path(f"{WEBHOOK}/on/", services.WebhookOnView.as_view(), name="webhook_on"),
    path(f"{WEBHOOK}/off/", services.WebhookOffView.as_view(), name="webhook_off"),
    path(f"{WEBHOOK}/remove/", services.WebhookRemovalView.as_view(), name="webhook_remove"),
    path(f"{WEBHOOK}/ping/", services.WebhookPingView.as_view(), name="webhook_ping"),
    path(f"{WEBHOOK}/deliveries/", services.DeliveriesView.as_view(), name="deliveries"),
    path(f"{WEBHOOK}/deliveries/send-again/", services.SendAgainView.as_view(), name="deliveries_again"),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
]
