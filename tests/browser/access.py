"""What holds for every page: axe finds nothing of WCAG 2.2 AA, nothing scrolls sideways at 320 px, light or dark."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def nobody_is_shut_out(page: Page, part: str = "html") -> None:
    """Load a page anew at 320 px in both themes and look at it, or at the part that is ours; then as wide as before."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.reload()
        found = Axe().run(page, context=part, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
