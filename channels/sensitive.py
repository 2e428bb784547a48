"""Finds what is seldom meant for the public: classification markings, telephone numbers, personal data. Pure."""

import re
from collections.abc import Iterator

from channels.characters import shown
from channels.findings import Finding, to_confirm

_E_ACUTE, _E_GRAVE = "(?:\u00c9|E\u0301?)", "(?:\u00c8|E\u0300?)"
# Upper case is what makes a marking of a word; "Protected B" is one in any case.
_MARKING = re.compile(
    r"(?<!\w)(?:"
    r"(?:COSMIC |NATO |EU |UN )?(?:TOP[ -]SECRET|SECRET|CONFIDENTIAL|RESTRICTED)(?: UE)?(?:/+[A-Z]{2,}){0,9}"
    rf"|(?:PROTECTED|Protected|PROT{_E_ACUTE}G{_E_ACUTE}|Prot(?:\u00e9|e\u0301)g(?:\u00e9|e\u0301))[ -][ABC]"
    r"|OFFICIAL[ :-]{1,3}SENSITIVE|CABINET CONFIDENCE|FOR OFFICIAL USE ONLY|FOUO|NOFORN|EYES ONLY|CLASSIFIED"
    r"|SENSITIVE BUT UNCLASSIFIED|NOT FOR (?:PUBLIC )?(?:RELEASE|DISTRIBUTION)|LIMITED DISTRIBUTION"
    rf"|TR{_E_GRAVE}S[ -]SECRET(?: UE)?|CONFIDENTIEL(?:[ -]D{_E_ACUTE}FENSE| UE)?"
    r"|DIFFUSION RESTREINTE|RESTREINT(?: UE)?|NE PAS DIFFUSER|CONFIDENCE DU CABINET"
    r")(?!\w)"
)
# International form only: the plus and the country make a telephone number of a number.
_DIGIT = r"[ .\-/\u00a0\u2011\u202f]?\(?[0-9]\)?"
_TELEPHONE = re.compile(rf"(?<![\w+])(?:\+|00(?=[1-9][0-9]{{0,2}}[ .\-/(]))[1-9](?:{_DIGIT}){{7,14}}(?!\w)")
_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_CARD = re.compile(
    r"(?<![\w.,-])[2-6][0-9]{3}(?:([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{4}|([ -]?)[0-9]{6}\2[0-9]{5})(?![\w-])"
)
# ICAO 9303: the first line has 44 signs, and is filled up with <.
_PASSPORT = re.compile(r"(?<![\w<])P[A-Z<][A-Z<]{3}(?=[A-Z]{1,38}<)[A-Z<]{39}(?![\w<])")


def markings(text: str) -> Iterator[Finding]:
    """Yield every classification marking, in English and in French."""
    for found in _MARKING.finditer(text):
        yield to_confirm("marking", found.start(), found.end(), marking=shown(found.group()))


def telephone_numbers(text: str) -> Iterator[Finding]:
    """Yield every telephone number in international form."""
    for found in _TELEPHONE.finditer(text):
        digits = re.sub("[^0-9]", "", found.group())
        # "+20 000 000" is an amount.
        if not digits.endswith("000000"):
            yield to_confirm("telephone", found.start(), found.end(), number=shown(found.group()))


def personal_data(text: str) -> Iterator[Finding]:
    """Yield bank account and payment card numbers whose check digits are right, and the lines of passports."""
    for found in _ACCOUNT.finditer(text):
        if _checks_as_account(found.group().replace(" ", "")):
            yield to_confirm("personal_data.account", found.start(), found.end(), country=found.group()[:2])
    for found in _CARD.finditer(text):
        if _checks_as_card(re.sub("[^0-9]", "", found.group())):
            yield to_confirm("personal_data.card", found.start(), found.end())
    for found in _PASSPORT.finditer(text):
        yield to_confirm("personal_data.passport", found.start(), found.end())


def _checks_as_account(number: str) -> bool:
    """ISO 13616: the first four moved to the end, letters as numbers from 10; the remainder by 97 is 1."""
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1


def _checks_as_card(digits: str) -> bool:
    """ISO/IEC 7812: every second digit from the right doubled; the sum of all digits is a multiple of 10."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
