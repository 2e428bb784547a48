"""What the documents say of the code is kept true."""

import re

from django.conf import settings

from approvals.management.commands.lifecycle import PAGE, page


def test_the_lifecycle_page_is_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python manage.py lifecycle"


def test_the_readme_names_every_setting():
    code = (settings.BASE_DIR / "config" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", code))
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    assert names
    assert {name for name in names if f"`{name}`" not in readme} == set()


def test_every_document_that_is_linked_exists():
    for document in [*settings.BASE_DIR.glob("*.md"), *settings.BASE_DIR.glob("docs/**/*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name} links to {link}"
