"""The same few people, offices and channels in every story, and one default policy of three levels."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.text import slugify

from accounts.models import DeskCountry, Office, Posting, Role, User
from approvals.actions import decide, submit, write
from approvals.actions.write import Writing
from approvals.models import Draft, Level, LevelEscalation, Policy, PolicyVersion, Topic
from approvals.rules.content import Content, Variant
from channels.models import Channel

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)  # a Monday
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def later(hours: float = 0, *, minutes: float = 0, seconds: float = 0) -> datetime:
    """Return an instant so long after NOW."""
    return NOW + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def person(username: str, name: str, zone: str = "UTC", **fields: object) -> User:
    """Return a person who may sign in with the password `tell-no-one-9`."""
    return User.objects.create_user(
        username, f"{username}@ministry.example", "tell-no-one-9", name=name, time_zone=zone, **fields
    )


def post(user: User, office: Office, role: str, *, starts_at: datetime = LONG_AGO, ends_at: datetime | None = None):
    """Give a person a role at an office."""
    return Posting.objects.create(user=user, office=office, role=role, starts_at=starts_at, ends_at=ends_at)


@dataclass
class Ministry:
    """A mission in Riyadh, one in Geneva, a desk, communications, the minister's office, and their people."""

    riyadh: Office
    geneva: Office
    desk: Office
    comms: Office
    minister: Office
    layla: User  # author in Riyadh
    omar: User  # second author in Riyadh
    helen: User  # head of mission in Riyadh
    gil: User  # author in Geneva
    greta: User  # head of mission in Geneva
    dana: User  # desk officer, approver
    dirk: User  # second desk officer, approver
    carla: User  # communications, approver
    mina: User  # minister's office, approver
    paul: User  # policy officer
    petra: User  # second policy officer
    rita: User  # records officer
    ivan: User  # IT administrator, no posting
    x: Channel  # Riyadh on X
    mastodon: Channel  # Riyadh on Mastodon
    geneva_x: Channel
    policy: Policy
    version: PolicyVersion

    def content(self, text: str = "The embassy is open today.", **fields: object) -> Content:
        """Return a post in English for Riyadh's channel on X, unless said otherwise."""
        values: dict[str, object] = {"channel_ids": (self.x.pk,), "language": "en", "text": text} | fields
        return Content(**values)  # type: ignore[arg-type]

    def draft(
        self, text: str = "The embassy is open today.", *, by: User | None = None, at: datetime = NOW,
        topics: tuple[str, ...] = (), urgency: str = "routine", moment: datetime | None = None,
        publish_at: datetime | None = None, audience: str = "host", **content: object,
    ) -> Draft:  # fmt: skip
        """Return a draft that Layla wrote, unless said otherwise."""
        return write.create(
            by=by or self.layla,
            writing=Writing(self.content(text, **content), topics, urgency, moment, publish_at, audience),
            at=at,
        )

    def submitted(self, text: str = "The embassy is open today.", *, at: datetime = NOW, **fields: object) -> Draft:
        """Return a draft that awaits the head of mission."""
        draft = self.draft(text, at=at, **fields)  # type: ignore[arg-type]
        return submit.submit(draft_id=draft.pk, by=fields.get("by") or self.layla, at=at)  # type: ignore[arg-type]

    def approve(self, draft: Draft, *people: User, at: datetime = NOW) -> Draft:
        """Let these people approve the draft's current revision, in this order, and return it as it then is."""
        for someone in people:
            current = Draft.objects.select_related("revision").get(pk=draft.pk)
            decide.approve(draft_id=draft.pk, by=someone, revision=current.revision.hash, at=at)
        return fresh(draft)

    def cleared(self, text: str = "The embassy is open today.", *, at: datetime = NOW, **fields: object) -> Draft:
        """Return a draft that mission, desk and minister's office have approved."""
        return self.approve(self.submitted(text, at=at, **fields), self.helen, self.dana, self.mina, at=at)


def fresh(draft: Draft) -> Draft:
    """Return the draft as the database has it now."""
    return Draft.objects.select_related("revision", "route", "office", "author").get(pk=draft.pk)


def variant(channel: Channel, language: str, text: str) -> Variant:
    """Return a text of its own for one channel."""
    return Variant(channel.pk, language, text)


def build() -> Ministry:
    """Put the ministry of the stories into the database."""
    riyadh = Office.objects.create(
        code="RUH", name="Embassy in Riyadh", kind="mission", country="SA", time_zone="Asia/Riyadh"
    )
    geneva = Office.objects.create(
        code="GVA", name="Permanent Mission in Geneva", kind="mission", country="CH", time_zone="Europe/Zurich"
    )
    desk = Office.objects.create(
        code="MENA", name="Middle East Desk", kind="headquarters", country="CA", time_zone="America/Toronto"
    )
    comms = Office.objects.create(
        code="COMMS", name="Communications", kind="headquarters", country="CA", time_zone="America/Toronto"
    )
    minister = Office.objects.create(
        code="MINO", name="Minister's Office", kind="minister", country="CA", time_zone="America/Toronto"
    )
    DeskCountry.objects.create(country="SA", office=desk)
    people = _people(riyadh, geneva, desk, comms, minister)
    Topic.objects.create(slug="trade", name="Trade")
    Topic.objects.create(slug="sanctions", name="Sanctions")
    policy, version = default_policy(people["paul"], people["petra"], comms)
    return Ministry(
        riyadh=riyadh,
        geneva=geneva,
        desk=desk,
        comms=comms,
        minister=minister,
        x=channel("x", "@EmbassyRiyadh", riyadh, "en", "ar"),
        mastodon=channel("mastodon", "@riyadh@social.example", riyadh, "en", "ar"),
        geneva_x=channel("x", "@MissionGeneva", geneva, "en", "fr"),
        policy=policy,
        version=version,
        **people,
    )


def channel(platform: str, handle: str, office: Office, *languages: str) -> Channel:
    """Return a registered, active channel."""
    return Channel.objects.create(platform=platform, handle=handle, office=office, languages=list(languages))


def _people(riyadh: Office, geneva: Office, desk: Office, comms: Office, minister: Office) -> dict[str, User]:
    people = {
        "layla": person("layla", "Layla Haddad", "Asia/Riyadh"),
        "omar": person("omar", "Omar Sayegh", "Asia/Riyadh"),
        "helen": person("helen", "Helen Brandt", "Asia/Riyadh"),
        "gil": person("gil", "Gil Perrin", "Europe/Zurich", language="fr"),
        "greta": person("greta", "Greta Lind", "Europe/Zurich"),
        "dana": person("dana", "Dana Okafor", "America/Toronto"),
        "dirk": person("dirk", "Dirk Maes", "America/Toronto"),
        "carla": person("carla", "Carla Roy", "America/Toronto"),
        "mina": person("mina", "Mina Tremblay", "America/Toronto"),
        "paul": person("paul", "Paul Nguyen", "America/Toronto"),
        "petra": person("petra", "Petra Wolf", "America/Toronto"),
        "rita": person("rita", "Rita Flores", "America/Toronto"),
        "ivan": person("ivan", "Ivan Petit", is_staff=True, is_superuser=True),
    }
    for name, office, role in [
        ("layla", riyadh, Role.AUTHOR),
        ("omar", riyadh, Role.AUTHOR),
        ("helen", riyadh, Role.HEAD),
        ("gil", geneva, Role.AUTHOR),
        ("greta", geneva, Role.HEAD),
        ("dana", desk, Role.APPROVER),
        ("dirk", desk, Role.APPROVER),
        ("carla", comms, Role.APPROVER),
        ("mina", minister, Role.APPROVER),
        ("paul", comms, Role.POLICY),
        ("petra", comms, Role.POLICY),
        ("rita", comms, Role.RECORDS),
    ]:
        post(people[name], office, role)
    return people


def default_policy(first: User, second: User, escalate_to: Office) -> tuple[Policy, PolicyVersion]:
    """Return a default policy in force: head of mission, desk, minister's office; 4, 8 and 4 hours."""
    policy = Policy.objects.create(name="Mission, desk, minister", order=100, is_default=True)
    version = PolicyVersion.objects.create(policy=policy, number=1, created_by=first, created_at=LONG_AGO)
    level(version, 1, "Head of mission", "own_office", Role.HEAD, hours=4)
    second_level = level(version, 2, "Desk", "country_desk", Role.APPROVER, hours=8)
    LevelEscalation.objects.create(
        level=second_level, rung=1, after=HOUR, selector="office", office=escalate_to, role=Role.APPROVER
    )
    level(version, 3, "Minister's office", "minister", Role.APPROVER, hours=4)
    put_in_force(version, first, second)
    return policy, version


def level(version: PolicyVersion, position: int, name: str, selector: str, role: str, *, hours: float = 4, **fields):
    """Return a level that asks one question, with a reminder an hour before its limit."""
    values = {"question": f"Does {name} agree?", "limit": timedelta(hours=hours), "remind_before": HOUR}
    taken = version.levels.filter(name=name).count()
    values |= {"key": slugify(name) + (f"-{taken + 1}" if taken else "")} | fields
    return Level.objects.create(version=version, position=position, name=name, selector=selector, role=role, **values)


def put_in_force(version: PolicyVersion, first: User, second: User) -> None:
    """Put a version in force without going through the screens, as the start of a story."""
    version.policy.versions.filter(status="in_force").update(status="superseded", superseded_at=LONG_AGO)
    version.status, version.proposed_by, version.proposed_at = "in_force", first, LONG_AGO
    version.enacted_by, version.enacted_at = second, LONG_AGO
    version.save()
