"""Two authors at one draft: nobody undoes what they have not seen."""

from approvals.models import Draft
from tests.people import fresh


def the_form(client, draft):
    """Return what the browser would send back of the form as it was shown."""
    form = client.get(f"/drafts/{draft.pk}/edit/").context["form"]
    sent = {"base": form["base"].value() or "", "do": "save"}
    for name in ("channels", "text", "language", "kind", "in_reply_to", "topics", "urgency", "moment", "publish_at"):
        sent[name] = form[name].value() or ""
        if form.fields[name].show_hidden_initial:
            sent[form[name].html_initial_name] = form[name].value() or ""
    return sent


def test_a_form_opened_earlier_does_not_undo_the_topics_that_another_author_set(client, ministry):
    draft = ministry.draft(topics=("trade",))
    client.force_login(ministry.layla)
    earlier = the_form(client, draft)

    client.force_login(ministry.omar)
    client.post(f"/drafts/{draft.pk}/edit/", the_form(client, draft) | {"topics": ["sanctions"], "urgency": "crisis"})
    assert (fresh(draft).topics, fresh(draft).urgency) == (["sanctions"], "crisis")

    client.force_login(ministry.layla)
    answer = client.post(f"/drafts/{draft.pk}/edit/", earlier | {"text": "The embassy is open until noon."})
    assert answer.status_code == 302
    draft = Draft.objects.select_related("revision").get(pk=draft.pk)
    assert draft.revision.content["text"] == "The embassy is open until noon."
    assert (draft.topics, draft.urgency) == (["sanctions"], "crisis")


def test_an_author_can_take_every_topic_away(client, ministry):
    draft = ministry.draft(topics=("trade",))
    client.force_login(ministry.layla)
    client.post(f"/drafts/{draft.pk}/edit/", the_form(client, draft) | {"topics": []})
    assert fresh(draft).topics == []
