"""Each service is told in the shape and the language that it understands, and no value of ours can speak its marks."""

import json
import logging
import os
import subprocess
import sys
from http import HTTPStatus

import pytest

from notifications.services import payloads
from notifications.services.groups import PERSONAL
from notifications.services.models import Delivery, Endpoint
from notifications.services.sending import deliver_due
from notifications.wording import KINDS
from notifications.wording_rooms import FOR_A_ROOM
from tests.delivery.letters import AWAITING
from tests.delivery.receiver import Receiver, status
from tests.delivery.services import TODAY, happened, only, registered

URL = "https://chancery.ministry.example/drafts/1/"


@pytest.fixture(autouse=True)
def _the_receiver_is_one_of_the_ministrys(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    settings.SITE_URL = "https://chancery.ministry.example"


def body(form: str, language: str = "en", zone: str = "UTC", kind: str = "awaiting", **params: object) -> dict:
    """Say one event to an endpoint that is stored nowhere."""
    endpoint = Endpoint(format=form, language=language, time_zone=zone)
    delivery = Delivery(
        kind=kind, params=AWAITING | params, path="/drafts/1/", thread="RUH-2026-0042", created_at=TODAY
    )
    return json.loads(payloads.body(delivery, endpoint))


def test_slack_is_told_in_its_marks():
    by = "&lt;!channel&gt; &amp; &lt;https://evil.example|you&gt;"
    until = "Sun 5 Aug 2018, 11:30 UTC (+00:00)"
    assert body("slack", author="<!channel> & <https://evil.example|you>")["text"].splitlines() == [
        "*[RUH-2026-0042] A decision is needed at HQ desk*",
        f"RUH-2026-0042 by {by} awaits a decision at HQ desk (Middle East desk) by {until}.",
        f"<{URL}|Open in Chancery>",
    ]


def test_mattermost_is_told_in_markdown_and_nobody_is_called_by_a_name_in_it():
    text = body("mattermost", author="@channel [here](https://evil.example) **loud**")["text"]
    assert "@channel" not in text
    assert "[here](" not in text
    assert "**loud**" not in text
    assert text.splitlines()[2] == f"[Open in Chancery]({URL})"


def test_teams_is_told_by_an_adaptive_card_with_a_button():
    told = body("teams", zone="Asia/Riyadh")
    (attachment,) = told["attachments"]
    card = attachment["content"]
    assert (told["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert [block["type"] for block in card["body"]] == ["TextBlock", "TextBlock"]
    assert "14:30 Asia/Riyadh" in card["body"][1]["text"]
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "Open in Chancery", "url": URL}]


def test_a_program_is_told_facts_as_they_are():
    told = body("standard")
    assert told["type"] == "awaiting"
    assert told["timestamp"].endswith("Z")
    assert told["data"]["facts"] == AWAITING
    assert told["data"]["reference"] == "RUH-2026-0042"


def test_an_event_that_this_version_does_not_know_is_told_all_the_same():
    assert body("standard", kind="of_tomorrow")["data"]["sentence"] == "There is news of RUH-2026-0042."


@pytest.mark.parametrize("urgency", ["urgent", "crisis"])
def test_what_is_urgent_is_said_to_be(urgency):
    assert f"*[RUH-2026-0042] {urgency.capitalize()}: a decision" in body("slack", urgency=urgency)["text"]


def test_a_room_is_never_spoken_to_as_one_person():
    for kind, wordings in FOR_A_ROOM.items():
        for wording in wordings:
            assert "you" not in f" {wording.subject} {wording.line} ".lower().split(), kind
    rooms = {kind.partition(".")[0] for kind in FOR_A_ROOM}
    for kind, wordings in KINDS.items():
        told = " ".join(f"{wording.subject} {wording.line}" for wording in wordings).lower()
        said = {word.strip(".,:") for word in told.replace("for your information", "").split()}
        heard = kind.partition(".")[0] not in PERSONAL
        missing = heard and said & {"you", "your"} and kind.partition(".")[0] not in rooms
        assert not missing, f"{kind} needs a wording for rooms, in notifications/wording_rooms.py"


@pytest.mark.django_db
def test_apprise_reaches_a_service_at_a_host_that_is_named(ministry):
    with Receiver(status(200)) as gotify:
        registered(ministry, f"gotify://127.0.0.1:{gotify.port}/AbCdEf", format="apprise")
        happened(ministry)
        deliver_due(at=TODAY)
        (told,) = gotify.bodies
    assert told["title"] == "[RUH-2026-0042] A decision is needed at HQ desk"
    assert told["message"].splitlines()[-1] == URL
    assert only().status == "sent"


@pytest.mark.django_db
def test_no_secret_of_a_service_is_ever_logged(ministry, caplog):
    with caplog.at_level(logging.DEBUG), Receiver(status(500)) as receiver:
        registered(ministry, f"gotify://127.0.0.1:{receiver.port}/AbCdEfSecret", format="apprise", name="Gotify")
        _endpoint, secret = registered(ministry, f"{receiver.address}?token=T0PS3CRET")
        happened(ministry)
        deliver_due(at=TODAY)
    assert len(receiver.taken) == 2
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "http_500" in logged
    assert not [word for word in ("AbCdEfSecret", "T0PS3CRET", secret) if word in logged]


@pytest.mark.django_db
def test_what_apprise_cannot_send_is_tried_again(ministry):
    with Receiver(status(HTTPStatus.SERVICE_UNAVAILABLE)) as gotify:
        registered(ministry, f"gotify://127.0.0.1:{gotify.port}/AbCdEf", format="apprise")
        happened(ministry)
        deliver_due(at=TODAY)
    assert (only().status, only().last_error) == ("pending", "service_refused")


@pytest.mark.django_db
def test_an_address_that_apprise_does_not_understand_is_said(ministry):
    registered(ministry, "slack://too-little", format="apprise")
    happened(ministry)
    deliver_due(at=TODAY)
    assert only().last_error == "address_not_understood"


def test_a_process_that_tells_no_such_service_never_loads_apprise():
    load = "import django, sys; django.setup(); import config.urls, notifications.tasks"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    loaded = subprocess.run(
        [sys.executable, "-c", f"{load}; print('apprise' in sys.modules)"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (loaded.stdout.strip(), loaded.returncode) == ("False", 0), loaded.stderr
