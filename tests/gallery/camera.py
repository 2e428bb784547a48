"""Takes the pictures: one browser, one window for each person, theme and size."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils.html import format_html, format_html_join
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.gallery.sights import SIGHTS, Sight

LANGUAGES = ("en", "fr")
THEMES = ("light", "dark")
SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}
LOOKS = [(language, theme, screen) for language in LANGUAGES for theme in THEMES for screen in SCREENS]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Gallery:
    """The pictures as they are taken, and what was wrong on the way."""

    address: str
    into: Path
    browser: Browser
    wrong: list[str] = field(default_factory=list)
    windows: dict[tuple[str, ...], Page] = field(default_factory=dict)

    def show(self, sight: Sight, who: str, path: str, look: tuple[str, str, str]) -> None:
        """Take one picture."""
        page = self._window(who, look)
        response = page.goto(path, wait_until="load")
        place = f"{sight.name} ({', '.join(look)}, {who or 'nobody'})"
        if response is None or (response.status != 200 and sight.name != "not-found"):
            self.wrong.append(f"{place}: {path} answers {response.status if response else 'nothing'}")
        if (too_wide := page.evaluate(WIDER)) > 0:
            self.wrong.append(f"{place}: {too_wide} pixels wider than the screen")
        page.screenshot(path=self.into / picture(sight, look), full_page=True, animations="disabled")

    def _window(self, who: str, look: tuple[str, str, str]) -> Page:
        key = (who, *look[1:])
        if key not in self.windows:
            context = self.browser.new_context(
                base_url=self.address, color_scheme=look[1], timezone_id="UTC", **SCREENS[look[2]]
            )
            if who:
                context.add_cookies(
                    [{"name": settings.SESSION_COOKIE_NAME, "value": _session(who), "url": self.address}]
                )
            page = context.new_page()
            page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: script error: {error}"))
            self.windows[key] = page
        if not who:
            page = self.windows[key]
            page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": look[0], "url": self.address}])
        return self.windows[key]


def take(address: str, *, into: Path, names: tuple[str, ...]) -> int:
    """Take every picture, or those whose name begins with one of `names`; return how the command ends."""
    into.mkdir(parents=True, exist_ok=True)
    chosen = [sight for sight in SIGHTS if not names or sight.name.startswith(names)]
    seen = [(sight, *sight.seen()) for sight in chosen]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        gallery = Gallery(address, into, browser)
        for look in LOOKS:
            User.objects.update(language=look[0])
            for sight, who, path in seen:
                gallery.show(sight, who, path, look)
            print(f"{', '.join(look)}: {len(seen)} pictures", flush=True)
        browser.close()
    (into / "index.html").write_text(index(seen), encoding="utf-8")
    print(f"{into / 'index.html'}")
    for wrong in gallery.wrong:
        print(wrong)
    return 1 if gallery.wrong else 0


def picture(sight: Sight, look: tuple[str, str, str]) -> str:
    """Return the name of the file that holds a picture."""
    return f"{sight.name}.{'.'.join(look)}.png"


def index(seen: list[tuple[Sight, str, str]]) -> str:
    """Return the page that shows all of them, each as wide as a hand, one row for each page of the product."""
    rows = format_html_join(
        "\n",
        '<section id="{0}"><h2><a href="#{0}">{0}</a> <small>{1} · {2}</small></h2><div>{3}</div></section>',
        (
            (sight.name, path, who or "nobody", format_html_join(
                "", '<a href="{0}"><img loading="lazy" src="{0}" alt="{1}, {2}"></a>',
                ((picture(sight, look), sight.name, ", ".join(look)) for look in LOOKS),
            ))
            for sight, who, path in seen
        ),
    )  # fmt: skip
    style = (
        "body{font:16px system-ui;margin:2rem;background:#888;color:#fff}a{color:inherit}small{font-weight:400}"
        "div{display:flex;gap:1rem;overflow-x:auto;align-items:flex-start}img{height:22rem;object-fit:cover;object-position:top}"
    )
    return format_html(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>{}</style>'
        "<h1>Gallery</h1>{}</html>",
        style, rows,
    )  # fmt: skip


def _session(username: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="accounts.backends.SignIn")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
