"""The door to Apprise, which speaks to services of many makes; loaded by the worker that first needs it."""

from notifications.services.payloads import Words
from notifications.services.posting import Outcome


def notify(address: str, words: Words) -> Outcome:
    """Tell the service at this Apprise address, and say how it ended. Apprise tells no more than yes or no."""
    # Here, not above: it takes a fifth of a second and 20 MB, and only a worker with such an endpoint needs it.
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415

    services = Apprise()
    if not services.add(address):
        return Outcome("address_not_understood")
    text = f"{words.sentence}\n{words.url}" if words.url else words.sentence
    taken = services.notify(body=text, title=words.title, body_format=NotifyFormat.TEXT)
    return Outcome() if taken else Outcome("service_refused")
