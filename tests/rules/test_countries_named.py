"""Which barred countries a text names: by their names in its language, in English or French, or by their flags."""

import pytest

from approvals.rules.countries_named import countries_named


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("We spoke about Syria today.", "en", {"SY"}),
        ("On SYRIA, and on nothing else.", "en", {"SY"}),
        ("La Côte d’Ivoire accueille la conférence.", "fr", {"CI"}),
        ("La Côte d'Ivoire accueille la conférence.", "fr-CA", {"CI"}),
        ("عن سوريا اليوم", "ar", {"SY"}),
        ("وسوريا أيضا", "ar", {"SY"}),
        ("访问叙利亚。", "zh", {"SY"}),
        ("A word on 🇰🇵, and no more.", "en", {"KP"}),
        ("A word in English in a post in Arabic: Oman", "ar", {"OM"}),
        ("Saudi\u00a0Arabia and  Saudi   Arabia", "en", {"SA"}),
        ("Turkey and the USA met in the DRC.", "en", {"TR", "US", "CD"}),
        ("Myanmar, or Burma", "en", {"MM"}),
        ("Nigeria is not Niger’s neighbour only.", "en", {"NE"}),
        ("Nigeria has spoken.", "en", set()),
        ("A Omanian-sounding word: Romania", "en", set()),
        ("Nothing of the sort.", "zz", set()),
    ],
)
def test_a_country_is_found_by_whole_names_only(text, language, named):
    barred = {"SY", "CI", "KP", "OM", "SA", "TR", "US", "CD", "MM", "NE"}
    assert countries_named(text, language=language, countries=barred) == named


def test_what_is_not_barred_is_not_looked_for():
    assert countries_named("Syria", language="en", countries=()) == frozenset()
