"""The web chat in Chromium, as people use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from sqlalchemy import select

from bot.channels.web.routes import COOKIE
from bot.replies.catalogue import say
from bot.store.models import ChatMessage
from tests.channels.conftest import Site

_OFFER = say("button.check_offer", "id")
_PHONE = {"width": 360, "height": 640}
Open = Callable[..., Page]


@pytest.fixture
def visits(browser: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def visit(visits: list[BrowserContext], browser: Browser, site: Site) -> Open:
    """Opens the chat in a browser with cookies of its own; the exit page is a stand-in."""

    def open_page(at: Site = site, **options: object) -> Page:
        settings: dict[str, object] = {"locale": "id-ID", "viewport": _PHONE, **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        visits.append(context)
        context.set_default_timeout(30_000)
        context.route(
            at.service.settings.exit_url, lambda route: route.fulfill(body="<h1>elsewhere</h1>")
        )
        page = context.new_page()
        page.goto(f"{at.url}/")
        return page

    return open_page


def write(page: Page, text: str) -> None:
    """Types a message, sends it, and waits until it is answered."""
    before = page.locator("p.bot").count()
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name=say("web.send", "id"), exact=True).click()
    expect(page.locator("p.bot").nth(before)).to_be_visible()
    expect(page.locator("#state")).to_be_empty()


def tap(page: Page, title: str) -> None:
    """Taps a button and waits until it is answered."""
    before = page.locator("p.bot").count()
    page.locator(".buttons").get_by_role("button", name=title, exact=True).click()
    expect(page.locator("p.bot").nth(before)).to_be_visible()
    expect(page.locator("#state")).to_be_empty()


def said(page: Page) -> list[str]:
    return page.locator("#log p").all_inner_texts()


def begin(page: Page) -> None:
    """The offer check by its button; without a language of one's own, that of the browser."""
    page.locator(".buttons").get_by_role("button", name=_OFFER, exact=True).click()
    expect(page.locator("#log")).to_contain_text(say("offer.intro", "id"))
    expect(page.locator("#log")).to_contain_text(say("offer.ask.country", "id"))
    expect(page.locator("#state")).to_be_empty()


def test_an_offer_is_checked_by_tapping_and_writing(visit: Open) -> None:
    page = visit()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page.locator("#log")).to_contain_text(say("welcome", "id"))
    begin(page)
    tap(page, say("button.malaysia", "id"))
    tap(page, say("button.age_over", "id"))
    tap(page, say("button.online", "id"))
    tap(page, say("button.fee_yes", "id"))
    tap(page, say("button.visa_visit", "id"))
    tap(page, say("button.contract_no", "id"))
    tap(page, say("button.docs_other", "id"))
    tap(page, say("button.pressure_yes", "id"))
    log = page.locator("#log")
    expect(log).to_contain_text(say("offer.result", "id"))
    expect(log).to_contain_text(say("offer.signs", "id"))
    expect(log).to_contain_text(say("offer.next.keep", "id"))
    links = log.locator("a[href^='tel:']")
    assert links.count() > 0
    assert re.fullmatch(r"tel:\+?\d{3,15}", links.first.get_attribute("href") or "")
    assert page.locator("p.me").all_inner_texts()[-1].endswith(say("button.pressure_yes", "id"))


def test_a_question_written_between_is_answered_and_the_check_goes_on(visit: Open) -> None:
    page = visit()
    begin(page)
    tap(page, say("button.malaysia", "id"))
    write(page, "siapa yang membaca tulisan saya?")
    assert (
        say("offer.ask.age", "id") in said(page)[-1]
        or page.get_by_role("button", name=say("button.age_over", "id")).is_visible()
    )


def test_buttons_of_before_are_gone_when_something_was_written(visit: Open) -> None:
    page = visit()
    begin(page)
    write(page, "Malaysia")
    expect(page.locator(".buttons").get_by_role("button", name="Malaysia")).to_have_count(0)


def test_a_reload_loses_nothing(visit: Open) -> None:
    page = visit()
    begin(page)
    tap(page, say("button.malaysia", "id"))
    before = [text for text in said(page) if text not in (say("menu", "id"),)][2:]
    page.reload()
    expect(page.locator("#log")).to_contain_text(say("offer.ask.age", "id"))
    after = said(page)
    assert len(after) >= 3
    for text in before:
        assert text in after
    tap(page, say("button.age_over", "id"))
    expect(page.locator("#log")).to_contain_text(say("offer.ask.recruiter", "id"))


def test_quick_exit_leaves_and_back_shows_no_chat(visit: Open, serve: Callable[..., Site]) -> None:
    at = serve()
    page = visit(at)
    begin(page)
    tap(page, say("language.id", "id"))
    write(page, "Malaysia, kata sepupu saya Wartini")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#log")).to_contain_text("Wartini")
    page.locator("#leave button").click()
    page.wait_for_url(at.service.settings.exit_url)
    expect(page.get_by_role("heading")).to_have_text("elsewhere")
    assert at.left.get(timeout=30) == "POST"
    page.go_back()
    assert "Wartini" not in page.content()
    assert say("offer.intro", "id") not in page.content()
    page.goto(f"{at.url}/")
    expect(page.locator("#log")).to_contain_text(say("welcome", "id"))
    assert "Wartini" not in page.content()
    cookies = page.context.cookies(at.url)
    assert not [cookie for cookie in cookies if cookie["name"] in (COOKIE, "suar_lang")]


def test_escape_twice_leaves_too(visit: Open, site: Site) -> None:
    page = visit()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(site.service.settings.exit_url)


def test_a_language_link_changes_the_language_and_keeps_the_thread(visit: Open) -> None:
    page = visit()
    begin(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#log")).to_contain_text(say("offer.intro", "id"))
    page.locator(".buttons").get_by_role("button", name="Malaysia").click()
    expect(page.locator("#log")).to_contain_text(say("offer.ask.age", "en"))
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_page_follows_the_language_that_was_written(visit: Open) -> None:
    page = visit(locale="en-US")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("textbox").fill("bisa tolong periksa tawaran kerja ini gak, penipuan bukan ya")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page.locator("#leave")).to_contain_text(say("web.leave", "id"))
    expect(page.locator("#log")).to_contain_text("penipuan bukan ya")


def test_nothing_is_asked_of_any_other_host(visit: Open, site: Site) -> None:
    page = visit()
    asked: list[Request] = []
    errors: list[str] = []
    page.context.on("request", lambda request: asked.append(request))  # noqa: PLW0108
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda line: errors.append(line.text) if line.type in ("error", "warning") else None,
    )
    page.reload()
    begin(page)
    write(page, "nomor bantuan di Malaysia berapa?")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert len(asked) > 5
    here = urlsplit(site.url).netloc
    assert {urlsplit(r.url).netloc for r in asked if not r.url.startswith("data:")} == {here}
    assert not errors


def test_what_is_written_while_the_server_is_down_is_kept_and_sent_once_it_is_back(
    visit: Open, serve: Callable[..., Site]
) -> None:
    at = serve()
    page = visit(at)
    begin(page)
    page.clock.install()
    at.stop()
    page.get_by_role("textbox").fill("Malaysia")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_have_text(say("web.offline", "id"))
    expect(page.locator("#state")).to_be_in_viewport()
    expect(page.locator("p.me").last).to_contain_text("Malaysia")
    page.clock.run_for(4100)
    expect(page.locator("#state")).to_have_text(say("web.offline", "id"))
    at.start()
    page.clock.run_for(4100)
    expect(page.locator("#log")).to_contain_text(say("offer.ask.age", "id"))
    expect(page.locator("#state")).to_be_empty()
    page.reload()
    expect(page.locator("#log")).to_contain_text(say("offer.ask.age", "id"))
    assert len([text for text in said(page) if text.endswith("Malaysia")]) == 1


def test_a_message_whose_answer_was_lost_on_the_way_is_not_taken_twice(
    visit: Open, site: Site
) -> None:
    page = visit()
    begin(page)
    page.clock.install()
    lost: list[int] = []

    def lose_first(route: object) -> None:
        if lost:
            route.continue_()  # type: ignore[attr-defined]
            return
        lost.append(route.fetch().status)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/chat", lose_first)
    page.get_by_role("textbox").fill("Malaysia")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_have_text(say("web.offline", "id"))
    assert lost == [200]
    page.clock.run_for(4100)
    expect(page.locator("#state")).to_be_empty()
    secret = next(c["value"] for c in page.context.cookies() if c["name"] == COOKIE)
    key = site.service.store.keys.pseudonym("web", secret)
    with site.service.store.transaction() as session:
        mine = select(ChatMessage).where(
            ChatMessage.conversation_id == key, ChatMessage.inbound.is_(True)
        )
        assert len(session.scalars(mine).all()) == 2


def test_a_small_screen_is_never_scrolled_sideways(visit: Open) -> None:
    page = visit(viewport={"width": 320, "height": 480})

    def fits() -> None:
        wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1]
        for box in (b.bounding_box() for b in page.get_by_role("button").all()):
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320
            assert box["height"] >= 40

    fits()
    begin(page)
    fits()
    write(page, "nomor bantuan di Malaysia berapa?")
    fits()
    page.get_by_role("textbox").fill("https://contoh.example/" + "a" * 200)
    page.keyboard.press("Enter")
    expect(page.locator("p.me").last).to_contain_text("contoh.example")
    fits()
    page.evaluate("document.documentElement.style.fontSize = '34px'")  # text twice as big
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]


def test_what_was_just_answered_is_not_hidden_by_the_bars(visit: Open) -> None:
    page = visit(viewport={"width": 320, "height": 480})
    begin(page)
    write(page, "nomor bantuan di Malaysia berapa?")
    tops = page.evaluate(
        """() => {
          const mine = [...document.querySelectorAll('p.me')].pop();
          let answer = mine.nextElementSibling;
          return [answer.getBoundingClientRect().top,
                  document.querySelector('header').getBoundingClientRect().bottom];
        }"""
    )
    assert tops[0] >= tops[1] - 1


def test_everything_can_be_done_with_the_keyboard(visit: Open) -> None:
    page = visit()
    focused = "document.activeElement.innerText || document.activeElement.id"

    def tab_to(words: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate(focused).strip().endswith(words):
                return
        raise AssertionError(f"the keyboard never comes to {words!r}")

    page.keyboard.press("Tab")
    assert page.evaluate(focused) == say("web.skip", "id")
    tab_to(say("web.leave", "id"))
    tab_to(_OFFER)
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text(say("offer.ask.country", "id"))
    expect(page.locator("#state")).to_be_empty()
    page.keyboard.press("Tab")  # what was tapped is gone; the keyboard goes on at the answer
    assert page.evaluate("document.activeElement.closest('.buttons') !== null")
    tab_to(say("button.malaysia", "id"))
    page.keyboard.press("Space")
    expect(page.locator("#log")).to_contain_text(say("offer.ask.age", "id"))
    expect(page.locator("#state")).to_be_empty()
    tab_to("text")
    page.keyboard.type("25 tahun")
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text(say("offer.ask.recruiter", "id"))


def test_a_screen_reader_finds_the_parts_by_role_and_name(visit: Open) -> None:
    page = visit()
    begin(page)
    expect(page.get_by_role("banner")).to_be_visible()
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text(say("offer.intro", "id"))
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("textbox", name=say("web.placeholder", "id"))).to_be_visible()
    assert page.locator("p.me").first.inner_text().startswith(say("web.you", "id"))


def test_it_works_with_javascript_off(visit: Open, site: Site) -> None:
    page = visit(java_script_enabled=False)
    page.get_by_role("button", name=_OFFER, exact=True).click()
    expect(page.locator("#log")).to_contain_text(say("offer.intro", "id"))
    page.get_by_role("button", name="Malaysia", exact=True).click()
    expect(page.locator("#log")).to_contain_text(say("offer.ask.age", "id"))
    page.get_by_role("textbox").fill("25 tahun")
    page.get_by_role("button", name=say("web.send", "id"), exact=True).click()
    expect(page.locator("#log")).to_contain_text(say("offer.ask.recruiter", "id"))
    # The stand-in for the exit page cannot take a redirect: that it is asked for is enough.
    with page.expect_event("requestfailed") as gone:
        page.locator("#leave button").click()
    assert gone.value.url == site.service.settings.exit_url
    page = page.context.new_page()
    page.goto(f"{site.url}/")
    expect(page.locator("#log")).to_contain_text(say("welcome", "id"))
    assert say("offer.intro", "id") not in page.content()


def test_a_phone_too_old_for_the_script_keeps_the_forms(visit: Open, site: Site) -> None:
    page = visit()
    page.add_init_script("delete window.fetch")
    page.reload()
    page.get_by_role("textbox").fill("tolong cek tawaran kerja ini")
    with page.expect_navigation(url="**/#last"):
        page.get_by_role("button", name=say("web.send", "id"), exact=True).click()
    expect(page.locator("#log")).to_contain_text("tolong cek tawaran kerja ini")
