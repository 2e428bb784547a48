"""Addresses of the engine's pages. GET shows; only POST does."""

from django.urls import path, re_path

from accounts.addresses import ORDINAL, ROW
from approvals.web import (
    calendars,
    delays,
    draft,
    holds,
    home,
    in_flight,
    ministry_days,
    policies,
    policy_editor,
    policy_files,
    presets,
    queue,
    regimes,
    trying,
    verbs,
    versions,
    writing,
)

DRAFT = "drafts/<uuid:draft_id>"
POLICY = f"policies/<{ROW}:policy_id>"
VERSION = f"{POLICY}/versions/<{ORDINAL}:number>"

urlpatterns = [
    path("", home.home, name="home"),
    path("drafts/new/", writing.new, name="draft_new"),
    path("drafts/check/", writing.check, name="draft_check"),
    path(f"{DRAFT}/", draft.draft, name="draft"),
    path(f"{DRAFT}/edit/", writing.edit, name="draft_edit"),
    path(f"{DRAFT}/submit/", verbs.submit, name="draft_submit"),
    path(f"{DRAFT}/accept/", verbs.accept, name="draft_accept"),
    path(f"{DRAFT}/approve/", verbs.approve, name="draft_approve"),
    path(f"{DRAFT}/request-changes/", verbs.request_changes, name="draft_request_changes"),
    path(f"{DRAFT}/reject/", verbs.reject, name="draft_reject"),
    path(f"{DRAFT}/withdraw/", verbs.withdraw_, name="draft_withdraw"),
    path(f"{DRAFT}/reopen/", verbs.reopen, name="draft_reopen"),
    path(f"{DRAFT}/ask/", verbs.ask, name="draft_ask"),
    path(f"{DRAFT}/comment/", verbs.comment, name="draft_comment"),
    path(f"{DRAFT}/publish/", verbs.publish, name="draft_publish"),
    path(f"{DRAFT}/retract/", verbs.retract, name="draft_retract"),
    path("queue/", queue.queue, name="queue"),
    path("delays/", delays.delays, name="delays"),
    path("policies/", policies.policies, name="policies"),
    path(f"{POLICY}/", policies.policy, name="policy"),
    path("policies/values/", policy_editor.values, name="policy_values"),
    path(f"{POLICY}/edit/", policy_editor.edit, name="policy_edit"),
    path(f"{POLICY}/check/", policy_editor.live_check, name="policy_check"),
    path(f"{VERSION}/", versions.version, name="policy_version"),
    path(f"{VERSION}/propose/", versions.propose, name="policy_propose"),
    path(f"{VERSION}/enact/", versions.enact, name="policy_enact"),
    path(f"{VERSION}/try/", trying.try_version, name="policy_try"),
    path(f"{VERSION}/in-flight/", in_flight.in_flight, name="policy_in_flight"),
    path(f"{VERSION}/move/", in_flight.move, name="policy_move"),
    path(f"{VERSION}/call-off/", versions.call_off, name="policy_call_off"),
    path("regimes/", regimes.regimes, name="regimes"),
    path("regimes/declare/", regimes.declare, name="regime_declare"),
    path(f"regimes/<{ROW}:regime_id>/", regimes.regime, name="regime"),
    path(f"regimes/<{ROW}:regime_id>/end/", regimes.end, name="regime_end"),
    path("holds/", holds.holds, name="holds"),
    path(f"holds/<{ROW}:hold_id>/lift/", holds.lift, name="hold_lift"),
    path(f"{VERSION}/file/", policy_files.download, name="policy_file"),
    path("policies/import/", policy_files.import_, name="policy_import"),
    path("policies/schema.json", policy_files.schema_file, name="policy_schema"),
    path("policies/presets/", presets.presets, name="presets"),
    path("policies/presets/<slug:name>/", presets.install, name="preset_install"),
    re_path(r"^offices/(?P<code>[A-Z0-9]{1,8})/calendar/$", calendars.office_calendar, name="office_calendar"),
    path("offices/ministry-days/", ministry_days.ministry_days, name="ministry_days"),
]
