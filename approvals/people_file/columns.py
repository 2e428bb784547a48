"""The columns of a file of people, and by which words, English and French, each is known."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from django.conf import settings
from django.utils import translation

from accounts.models import Role

# In the order in which a file is written.
COLUMNS: Final = (
    "username", "name", "email", "language", "time_zone", "office", "role", "from", "until", "country_desk",
)  # fmt: skip
OF_A_PERSON: Final = ("name", "email", "language", "time_zone")

_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "username": ("user", "user name", "login", "identifiant", "nom d utilisateur", "utilisateur"),
    "name": ("full name", "display name", "nom", "nom complet"),
    "email": ("e mail", "mail", "email address", "courriel", "adresse courriel", "adresse electronique"),
    "language": ("lang", "langue"),
    "time_zone": ("timezone", "zone", "fuseau", "fuseau horaire"),
    "office": ("office code", "code", "bureau", "code du bureau"),
    "role": ("fonction",),
    "from": ("since", "start", "starts", "du", "depuis", "debut", "a partir de", "a partir du"),
    "until": ("to", "end", "ends", "au", "fin", "jusqu au", "jusqu a"),
    "country_desk": ("countries", "desk countries", "pays", "pays suivis", "bureau pays"),
}
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "en", "english": "en", "anglais": "en", "fr": "fr", "french": "fr", "francais": "fr",
}  # fmt: skip


def plain(words: str) -> str:
    """Return words as they are compared: no case, no accents, one space for whatever stands between them."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", bare.casefold()).strip()


@cache
def known_headings() -> dict[str, str]:
    """Return every heading that is understood, plain, with the column it names."""
    return {plain(word): column for column in COLUMNS for word in (column, *_ALSO[column])}


@cache
def known_roles() -> dict[str, str]:
    """Return every name of a role, its code and its words in each language, plain, with the code."""
    found = {plain(value): value for value in Role.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {plain(str(role.label)): role.value for role in Role}
    return found
