"""Takes the README's picture of the web chat: docs/web-chat.png. Needs the trained model and Chromium.

    .venv/bin/python -m tools.screenshot

Serves the assistant on a free port with a database of its own, has an offer checked in Indonesian,
and photographs the result as a phone shows it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["SUAR_VAR"] = tempfile.mkdtemp(prefix="suar-picture-")
for variable in ("SUAR_DATABASE_URL", "SUAR_MASTER_KEY"):
    os.environ.pop(variable, None)

from playwright.sync_api import Page, expect, sync_playwright  # noqa: E402

from bot.channels.service import Service  # noqa: E402
from bot.delivery.answer import Answerer  # noqa: E402
from bot.delivery.inbox import Inbox  # noqa: E402
from bot.delivery.wake import Waker  # noqa: E402
from bot.delivery.worker import Worker  # noqa: E402
from bot.dialogue.load import load_dialogue  # noqa: E402
from bot.replies.catalogue import say  # noqa: E402
from bot.settings import settings  # noqa: E402
from bot.store.current import current_store  # noqa: E402
from tests.channels.conftest import CHROMIUM, CHROMIUM_ARGUMENTS, Site  # noqa: E402

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "web-chat.png"
MOST_BYTES = 300_000
WRITTEN = "bisa tolong periksa tawaran kerja ini gak, penipuan bukan"
TAPPED = (
    "button.malaysia",
    "button.age_over",
    "button.company",
    "button.fee_yes",
    "button.visa_visit",
    "button.contract_yes",
    "button.docs_self",
    "button.no",
)


def converse(page: Page) -> None:
    """An offer that has two signs, asked about in words and told by tapping."""
    page.get_by_role("textbox").fill(WRITTEN)
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text(say("offer.ask.country", "id"))
    for key in TAPPED:
        before = page.locator("p.bot").count()
        title = say(key, "id")
        page.locator(".buttons").get_by_role("button", name=title, exact=True).last.click()
        expect(page.locator("p.bot").nth(before)).to_be_visible()
        expect(page.locator("#state")).to_be_empty()
    expect(page.locator("#log")).to_contain_text(say("offer.result", "id"))
    # The last question and answer stay in view above the result.
    page.evaluate(
        "[...document.querySelectorAll('p.me')].pop().previousElementSibling.scrollIntoView()"
    )
    page.evaluate("document.activeElement.blur()")


def main() -> None:
    options, store = settings(), current_store()
    waker = Waker(store.engine)
    worker = Worker(store, Answerer(load_dialogue(options, store)), waker)
    worker.start()
    expect.set_options(timeout=60_000)
    site = Site(Service(Inbox(store, waker.ring), store, options))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(
            locale="id-ID", viewport={"width": 390, "height": 780}, device_scale_factor=2
        )
        page.goto(f"{site.url}/")
        converse(page)
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    site.stop()
    worker.stop()
    size = PICTURE.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{PICTURE} has {size} bytes, more than {MOST_BYTES}")
    print(f"{PICTURE}: {size} bytes")


if __name__ == "__main__":
    main()
