"""What does each kind of long work (accounts/work.py): the rooms above say so here, and nobody overhears anybody."""

WORK_KINDS = {
    "people_check": "approvals.work.people.CheckPeople",
    "people_import": "approvals.work.people.ImportPeople",
    "try_out": "approvals.work.try_outs.TryOut",
    "drafts_file": "approvals.work.files.DraftsFile",
    "record_file": "approvals.work.files.RecordFile",
}
