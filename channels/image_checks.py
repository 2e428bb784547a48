"""What a platform, and the law, make of the images of a post: how many there are, and whether each is described."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from channels.findings import explain
from channels.languages import language_name
from channels.platforms.catalogue import ImageLimits
from channels.problems import Problem
from channels.screening import screen


def image_problems(descriptions: Sequence[str], rule: ImageLimits, language: str) -> Iterator[Problem]:
    """Yield what must be mended or confirmed of a post's images, of which these are the descriptions, in order.

    What is kept is small enough, and in a format, for every platform: nothing of that is asked here. An image that is
    not described blocks, also where the platform has no place for it: public bodies owe it by law, and reviewers read
    it.
    """
    if len(descriptions) > rule.most:
        sentence = gettext("%(platform)s takes at most %(limit)s images; this post has %(count)s. Take out %(over)s.")
        counts = {"limit": rule.most, "count": len(descriptions), "over": len(descriptions) - rule.most}
        yield Problem("too_many_images", "blocking", sentence % {"platform": rule.name, **counts})
    for number, description in enumerate(descriptions, 1):
        yield from _of_description(description, number, rule, language)


def _of_description(text: str, number: int, rule: ImageLimits, language: str) -> Iterator[Problem]:
    if not any(map(str.isalnum, text)):
        sentence = gettext(
            "Image %(number)s has no description in this language: %(language)s. Say what matters in the picture, for "
            "those who cannot see it."
        )
        names = {"number": number, "language": language_name(language) if language else ""}
        yield Problem("image_not_described", "blocking", sentence % names)
        return
    if rule.description is not None and len(text) > rule.description:
        sentence = gettext(
            "For %(platform)s the description of image %(number)s has %(length)s characters; the limit is %(limit)s. "
            "Shorten it."
        )
        counts = {"number": number, "length": len(text), "limit": rule.description}
        yield Problem("description_too_long", "blocking", sentence % {"platform": rule.name, **counts})
    for finding in screen(text):
        sentence = gettext("In the description of image %(number)s: %(sentence)s")
        told = sentence % {"number": number, "sentence": explain(finding)}
        yield Problem(finding.code, finding.severity, told)
