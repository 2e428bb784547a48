"""Catalogues are compiled without gettext's tools, once, and again when they change."""

import gettext
import os

from config.run.catalogues import compile_catalogues

FRENCH = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Awaiting your decision"
msgstr "En attente de votre décision"

#, fuzzy
msgid "Withdrawn"
msgstr "Retiré ?"
"""


def catalogue(tmp_path):
    folder = tmp_path / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(FRENCH, encoding="utf-8")
    return source


def test_a_catalogue_is_compiled_and_what_nobody_has_confirmed_is_left_out(tmp_path):
    source = catalogue(tmp_path)
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Awaiting your decision") == "En attente de votre décision"
    assert french.gettext("Withdrawn") == "Withdrawn"


def test_a_catalogue_is_compiled_again_only_when_it_has_changed(tmp_path):
    source = catalogue(tmp_path)
    compile_catalogues(tmp_path)
    later = source.stat().st_mtime + 10
    os.utime(source.with_suffix(".mo"), (later, later))
    assert compile_catalogues(tmp_path) == []
    os.utime(source, (later + 1, later + 1))
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
