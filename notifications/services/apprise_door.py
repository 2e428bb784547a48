"""The door to Apprise, which speaks to services of many makes; loaded by the worker that first needs it."""

import logging

from notifications.services.payloads import Words
from notifications.services.posting import Outcome


def notify(address: str, words: Words) -> Outcome:
    """Tell the service at this Apprise address, and say how it ended. Apprise tells no more than yes or no."""
    # Here, not above: it takes a fifth of a second and 20 MB, and only a worker with such an endpoint needs it.
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415

    for name in ("apprise", "urllib3"):
        # Below that, they write addresses with what is secret in them, whatever LOG_LEVEL asks for.
        logging.getLogger(name).setLevel(logging.WARNING)
    services = Apprise()
    if not services.add(address):
        return Outcome("address_not_understood")
    text = f"{words.sentence}\n{words.url}" if words.url else words.sentence
    taken = services.notify(body=text, title=words.title, body_format=NotifyFormat.TEXT)
    return Outcome() if taken else Outcome("service_refused")
