"""A person at a keyboard: nothing but keys is pressed, and wherever the focus stops it is seen."""

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 150
# What is wrong with the place of the focus as a person sees it, or nothing. The ring may be drawn by what is round it
# or beside it (a row, a label); the least of it that is not covered by anything is enough to find it again.
FAULT = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nothing has the focus";
  const ring = (part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  let marked = ring(at) || getComputedStyle(at).boxShadow !== "none" ? at : null;
  if (!marked && at.nextElementSibling && ring(at.nextElementSibling)) marked = at.nextElementSibling;
  for (let round = at.parentElement; !marked && round; round = round.parentElement) if (ring(round)) marked = round;
  // The parts of a field for a date are marked by the browser itself.
  if (!marked && at.matches("[type=date], [type=datetime-local]")) marked = at;
  const name = `${at.tagName} ${at.id} ${at.textContent.trim().slice(0, 40)}`;
  if (!marked && at.id !== "main") return `no ring shows where it is: ${name}`;
  const shown = marked ?? at;
  const isSeen = [...shown.getClientRects()].some((box) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right <= left || bottom <= top) return false;
    return [0.1, 0.5, 0.9].some((across) => [0.1, 0.5, 0.9].some((down) => {
      const hit = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
      return hit && (shown.contains(hit) || (hit.closest("label")?.control === at));
    }));
  });
  return isSeen ? "" : `it is out of sight: ${name}`;
}"""


class Keys:
    """Whoever works a page by its keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, address: str) -> None:
        """Open a page by its address, and skip to what it is about."""
        self.page.goto(address)
        self.press("Tab")
        expect(self.page.locator(".ch-skip")).to_be_focused()
        self.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def types(self, words: str) -> None:
        """Type words, letter by letter."""
        self.page.keyboard.type(words)

    def to(self, there: Locator, *, by: str = "Tab") -> None:
        """Go from stop to stop until there; at every stop the focus is seen."""
        for _ in range(MOST_STOPS):
            self.press(by)
            fault = self.page.evaluate(FAULT)
            # Past the last stop the focus is in the browser's own bar for one press.
            assert fault in ("", "nothing has the focus"), f"{self.page.url}: {fault}"
            if there.evaluate("(part) => part === document.activeElement"):
                return
        raise AssertionError(f"{there} is not reached by the {by} key on {self.page.url}")

    def presses(self, there: Locator) -> None:
        """Go there and press Enter; the page stays."""
        self.to(there)
        self.press("Enter")

    def follows(self, there: Locator) -> None:
        """Go there, press Enter, and wait for the page that it leads to."""
        self.to(there)
        with self.page.expect_navigation():
            self.press("Enter")

    def goes_by_the_ways_of_the_frame(self, name: str, screen: str) -> None:
        """Follow a way of the frame; on a phone they are in its menu."""
        ways = self.page.get_by_role("navigation", name="Main")
        if screen == "phone":
            self.presses(self.page.locator("details.ch-menu-phone > summary"))
        self.follows(ways.get_by_role("link", name=name).locator("visible=true"))
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def stands_at(self, there: Locator) -> None:
        """Assert that the focus is there, and seen, now that the page has changed."""
        expect(there).to_be_focused()
        fault = self.page.evaluate(FAULT)
        assert fault == "", f"{self.page.url}: {fault}"
