"""The register holds only channels that can be checked: known languages, and an instance for Mastodon."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from accounts.models import Office, User
from channels.languages import known_language, language_choices, language_name, same_language
from channels.models import Channel, Platform


@pytest.fixture
def riyadh(db):
    return Office.objects.create(code="RUH", name="Riyadh", kind="mission", country="SA", time_zone="Asia/Riyadh")


def channel(office, **fields) -> Channel:
    values = {"platform": Platform.X, "handle": "@EmbassyRiyadh", "languages": ["en", "ar"], "office": office}
    return Channel(**values | fields)


def test_a_channel_with_known_languages_is_registered(riyadh):
    channel(riyadh, languages=["en", "fr", "ar", "uk", "fa", "zh", "pt-BR", "zh_Hant"]).full_clean()


@pytest.mark.parametrize(
    "languages", [[], ["xx"], ["en", "en"], "en", [3], None, {"en": 1}, [["en"]], ["English"]], ids=repr
)
def test_what_is_no_list_of_languages_is_refused(riyadh, languages):
    with pytest.raises(ValidationError) as refused:
        channel(riyadh, languages=languages).full_clean()
    assert "languages" in refused.value.message_dict


def test_a_mastodon_account_says_its_instance(riyadh):
    channel(riyadh, platform=Platform.MASTODON, handle="@riyadh@social.example").full_clean()
    with pytest.raises(ValidationError) as refused:
        channel(riyadh, platform=Platform.MASTODON, handle="@riyadh").full_clean()
    assert refused.value.message_dict == {"handle": ["Give the instance too, such as @mission@social.example."]}


def test_languages_have_names_in_the_readers_language():
    with translation.override("fr"):
        assert language_name("uk") == "ukrainien"
    with translation.override("en"):
        assert language_name("pt-BR") == "Brazilian Portuguese"
        assert language_name("fr-XX") == "French"
        assert language_name("??") == "??"
        assert ("fa", "Persian") in language_choices()
    assert known_language("fr-CA")
    assert not known_language("")
    assert same_language("fr-CA", "FR")
    assert not same_language("fr", "fa")


@pytest.fixture
def admin_client_of_it(client, db):
    client.force_login(User.objects.create_superuser("ivan", "ivan@ministry.example", "tell-no-one-9", name="Ivan"))
    return client


def test_it_registers_a_channel_and_freezes_it_in_the_admin(admin_client_of_it, riyadh):
    form = {
        "platform": "x",
        "handle": "@EmbassyRiyadh",
        "office": riyadh.pk,
        "languages": ["en", "ar"],
        "state": "active",
    }
    admin_client_of_it.post(reverse("admin:channels_channel_add"), form)
    registered = Channel.objects.get()
    assert registered.languages == ["en", "ar"]
    change = reverse("admin:channels_channel_change", args=[registered.pk])
    assert admin_client_of_it.get(change).status_code == 200
    admin_client_of_it.post(change, form | {"state": "frozen"})
    registered.refresh_from_db()
    assert registered.state == Channel.State.FROZEN


def test_a_channel_is_closed_and_never_deleted(admin_client_of_it, riyadh):
    registered = channel(riyadh)
    registered.save()
    answer = admin_client_of_it.post(reverse("admin:channels_channel_delete", args=[registered.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert Channel.objects.exists()


def test_a_registered_channel_keeps_its_handle_for_policies_and_holds_name_it(ministry, client):
    """Guarantee 22."""
    client.force_login(ministry.ivan, backend="accounts.backends.SignIn")
    address = f"/admin/channels/channel/{ministry.x.pk}/change/"
    sent = {"platform": "bluesky", "handle": "riyadh.example", "office": ministry.riyadh.pk, "state": "frozen"}
    assert client.post(address, sent | {"languages": ["en"], "text_limit": ""}).status_code == 302
    kept = Channel.objects.get(pk=ministry.x.pk)
    assert (kept.platform, kept.handle, kept.state) == ("x", "@EmbassyRiyadh", "frozen")
