"""The postings of a file of people: new ones, those that end otherwise, and those that are as they were."""

from datetime import datetime

from accounts.models import Office, Posting, Role
from approvals.keepers import Keeper, last_administrators
from approvals.people_file import cells
from approvals.people_file.plan import POSTING_CHANGED, POSTING_NEW, Change, Plan
from approvals.people_file.problems import Wrong
from approvals.people_file.reading import Line
from approvals.people_file.register import Register


class Posted:
    """Takes the posting of each line, and remembers those that the file itself gives."""

    def __init__(self, plan: Plan, known: Register, by: Keeper, at: datetime) -> None:
        self.plan, self.known, self.by, self.at = plan, known, by, at
        # By person, office and role: from when until when earlier lines give it, and the line.
        self.given: dict[tuple[str, str, str], list[tuple[datetime, datetime | None, int]]] = {}
        # Postings of the ministry's administrators that get an end, by the line that gives it.
        self.ended: dict[int, int] = {}
        self.gives_administrator = False

    def take(self, username: str, line: Line, *, name: str) -> None:
        """Add what the line does to the person's postings; `name` is that of somebody new."""
        if not (line["office"] and line["role"]):
            if line["role"] or (line["office"] and not line["country_desk"]):
                raise Wrong("office_and_role")
            if line["from"] or line["until"]:
                raise Wrong("times_without_posting")
            return
        office, role = self.known.office_of(line), cells.role(line["role"])
        since = cells.begins(line["from"], office.time_zone) if line["from"] else None
        until = cells.ends(line["until"], office.time_zone) if line["until"] else None
        if until is not None and until <= (since or self.at) and since is not None:
            raise Wrong("ends_before")
        held = self._held(username, office, role)
        same = self._same(held, since, until)
        self._require_alone(username, office, role, since or (same.starts_at if same else self.at), until, line)
        if same is None:
            self._require_free(username, office, role, since, until, held)
            self._new(username, office, role, since, until, line, name)
        else:
            self._change(same, until, line)

    def keep_an_administrator(self) -> None:
        """Refuse a file after which nobody would administer the ministry without an end."""
        if not self.ended or self.gives_administrator:
            return
        before = last_administrators(at=self.at)
        if before and not before - set(self.ended):
            line = min(line for pk, line in self.ended.items() if pk in before)
            self.plan.problems.append(Wrong("last_administrator").on(line))

    def _held(self, username: str, office: Office, role: str) -> list[Posting]:
        postings = self.known.postings.get(username, [])
        return [one for one in postings if one.office_id == office.pk and one.role == role]

    def _same(self, held: list[Posting], since: datetime | None, until: datetime | None) -> Posting | None:
        """Return the posting that a line speaks of: that which begins then; without a day, the first not over."""
        own = [posting for posting in held if not posting.is_acting]
        if since is not None:
            return next((one for one in own if cells.to_the_minute(one.starts_at) == since), None)
        not_over = (one for one in own if one.ends_at is None or one.ends_at > self.at)
        over = (one for one in own if one.ends_at is not None and cells.to_the_minute(one.ends_at) == until)
        return next(not_over, None) or next(over, None)

    def _require_alone(
        self, username: str, office: Office, role: str, since: datetime, until: datetime | None, line: Line
    ) -> None:  # fmt: skip
        """Refuse a second posting of the same kind for a part of the time that an earlier line gives it for."""
        given = self.given.setdefault((username, office.code, role), [])
        for other_since, other_until, number in given:
            if _meet(since, until, other_since, other_until):
                raise Wrong("posting_overlaps", who=username, line=number)
        given.append((since, until, line.number))

    def _require_free(
        self, username: str, office: Office, role: str, since: datetime | None, until: datetime | None,
        held: list[Posting],
    ) -> None:  # fmt: skip
        """Refuse a new posting that is over, one's own, or held already for a part of its time."""
        if until is not None and until <= self.at:
            raise Wrong("posting_past")
        person = self.known.people.get(username)
        if person is not None and person.pk == self.by.user_id:
            raise Wrong("posting_self")
        for posting in held:
            if _meet(since or self.at, until, posting.starts_at, posting.ends_at):
                if posting.is_acting:
                    raise Wrong("acting_head", who=str(posting.user))
                since_when = cells.as_begin(posting.starts_at, office.time_zone)
                raise Wrong("from_differs", who=str(posting.user), since=since_when)

    def _new(
        self, username: str, office: Office, role: str, since: datetime | None, until: datetime | None, line: Line,
        name: str,
    ) -> None:  # fmt: skip
        is_administrator = role == Role.ADMINISTRATOR and office.kind == Office.Kind.HEADQUARTERS
        self.gives_administrator |= is_administrator and until is None and (since or self.at) <= self.at
        person = self.known.people.get(username)
        values = {
            "username": username, "who": person.name if person else name, "office": office.code, "role": role,
            "from": _iso(since), "until": _iso(until),
        }  # fmt: skip
        self.plan.changes.append(Change(POSTING_NEW, line.number, values))

    def _change(self, posting: Posting, until: datetime | None, line: Line) -> None:
        old = posting.ends_at
        if until is None or (old is not None and cells.to_the_minute(old) == until):
            return
        if until <= self.at or (old is not None and old <= self.at):
            raise Wrong("until_past")
        if old is None and posting.role == Role.ADMINISTRATOR:
            self.ended[posting.pk] = line.number
        values = {
            "posting": str(posting.pk), "username": posting.user.username, "who": str(posting.user),
            "office": posting.office.code, "role": posting.role, "old": _iso(old), "new": _iso(until),
        }  # fmt: skip
        self.plan.changes.append(Change(POSTING_CHANGED, line.number, values))


def _meet(since: datetime, until: datetime | None, other_since: datetime, other_until: datetime | None) -> bool:
    """Say whether two times, half-open, share an instant; None is without an end."""
    return (other_until is None or since < other_until) and (until is None or other_since < until)


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
