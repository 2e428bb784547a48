"""The register changed on pages: forms that keep what was typed, and say what a change does before it is made."""

from accounts.models import Posting, Role, User
from tests.doors.pages import main
from tests.people import NOW, later, post


def test_a_person_is_added_and_given_a_posting(visit, ministry):
    reader = visit("ivan")
    assert "Add a person" in main(reader.get("/people/"))
    fields = {"name": "Ada", "email": "ada@ministry.example", "language": "fr", "time_zone": "asia/riyadh"}
    said = reader.post("/people/new/", 400, username="layla", **fields)
    assert "Person with this Username already exists." in main(said)
    assert 'value="ada@ministry.example"' in said
    address = reader.post("/people/new/", username="ada", **fields)
    ada = User.objects.get(username="ada")
    assert (address, ada.time_zone, ada.has_usable_password()) == (f"/people/{ada.pk}/", "Asia/Riyadh", False)
    assert "Give them a posting next." in main(reader.get(address))
    said = reader.post(f"{address}postings/", 400, office=ministry.riyadh.pk, role="author", ends_at="2026-09-01T09:00")
    assert "A posting ends after it begins, and in the future." in main(said)
    reader.post(f"{address}postings/", office=ministry.riyadh.pk, role="author", starts_at="2026-10-01T09:00")
    assert "Posts to come Author, Embassy in Riyadh" in main(reader.get(address))


def test_what_is_kept_of_a_person_is_changed(visit, ministry):
    address = f"/people/{ministry.layla.pk}/"
    reader = visit("ivan")
    assert 'value="Layla Haddad"' in reader.get(f"{address}edit/")
    fields = {"name": "Layla Roy", "email": "roy@ministry.example", "language": "fr"}
    assert "This is no time zone." in main(reader.post(f"{address}edit/", 400, time_zone="Moon", **fields))
    assert "Layla Roy" in main(reader.follow(f"{address}edit/", time_zone="UTC", **fields))


def test_an_administrator_of_an_office_sees_what_they_may_do_there(visit, ministry):
    post(ministry.rita, ministry.riyadh, Role.ADMINISTRATOR)
    reader = visit("rita")
    said = main(reader.get(f"/people/{ministry.helen.pk}/"))
    assert "Give a posting" in said
    assert "End it" in said
    assert "Let them sign in no more" not in said
    form = main(reader.get(f"/people/{ministry.helen.pk}/postings/"))
    assert "Embassy in Riyadh" in form
    assert "Permanent Mission in Geneva" not in form
    assert "Policy officer" not in form
    assert "End it" not in main(reader.get(f"/people/{ministry.greta.pk}/"))
    assert "Give a posting" not in main(visit("helen").get(f"/people/{ministry.layla.pk}/"))


def test_what_ending_a_posting_does_is_said_before(visit, ministry):
    ministry.submitted(at=NOW)
    posting = Posting.objects.get(user=ministry.helen)
    reader = visit("ivan")
    said = main(reader.get(f"/people/postings/{posting.pk}/end/"))
    assert "1 open step awaits somebody in the posts of this person." in said
    assert "Head of mission, Embassy in Riyadh: 1 open step" in said
    reader.post(f"/people/postings/{posting.pk}/end/", ends_at="2026-09-14T18:00")
    posting.refresh_from_db()
    assert posting.ends_at == later(9)
    reader.get("/people/postings/999999/end/", 404)


def test_who_is_shut_out_is_let_in_again(visit, ministry):
    address = f"/people/{ministry.omar.pk}/"
    reader = visit("ivan")
    assert "No open step awaits this person now." in main(reader.get(f"{address}deactivate/"))
    assert "This person may not sign in" in main(reader.follow(f"{address}deactivate/"))
    assert "This person may sign in again." in main(reader.follow(f"{address}reactivate/"))
    said = reader.post(f"/people/{ministry.ivan.pk}/deactivate/", 403)
    assert "Nobody shuts themselves out." in main(said)


def test_the_pages_speak_french(visit, ministry):
    User.objects.filter(pk=ministry.ivan.pk).update(language="fr")
    reader = visit("ivan")
    assert "Importer" in main(reader.get("/people/import/"))
    assert "Personnes" in main(reader.get("/people/"))
