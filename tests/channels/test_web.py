"""The web chat's pages and endpoints, as a browser without JavaScript asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from http.cookies import SimpleCookie

import httpx
import pytest
from sqlalchemy import func, select

from bot.channels.service import Service
from bot.channels.web.phones import phones
from bot.channels.web.routes import COOKIE
from bot.replies.catalogue import say, spoken
from bot.store.models import ButtonToken, ChatMessage, Conversation, TrackerEvent
from tests.channels.conftest import Site

Visit = Callable[..., httpx.Client]
_ASKS = "bisa tolong periksa tawaran kerja ini gak, penipuan bukan"
_MOST_BYTES = 60_000
_OFFER = "saya ditawari kerja di Malaysia lewat facebook, gaji besar, paspor dipegang agen"


def text_of(answer: httpx.Response) -> str:
    """The words of a page."""
    return unescape(re.sub(r"<[^>]+>", "", answer.text))


def write(client: httpx.Client, text: str) -> httpx.Response:
    """Sends the form and follows to the page, as a browser does."""
    return client.post("/chat", data={"text": text}, follow_redirects=True)


def ask(client: httpx.Client, text: str) -> httpx.Response:
    """Sends what chat.js sends."""
    return client.post("/chat", json={"text": text}, headers={"Accept": "application/json"})


def morsel(answer: httpx.Response, name: str) -> dict[str, str]:
    cookies: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        cookies.load(header)
    return {"value": cookies[name].value, **cookies[name]}


def rows(service: Service, secret: str) -> dict[str, int]:
    """How much the database holds of a browser's conversation."""
    key = service.store.keys.pseudonym("web", secret)
    with service.store.transaction() as session:
        count = {"Conversation": int(session.get(Conversation, key) is not None)}
        for table in (ChatMessage, TrackerEvent, ButtonToken):
            query = select(func.count()).where(table.conversation_id == key)
            count[table.__name__] = session.scalar(query) or 0
    return count


def test_the_first_page_with_everything_it_loads_is_under_60_kb(visit: Visit) -> None:
    client = visit()
    page = client.get("/")
    assert page.status_code == 200
    linked = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert sorted(link.split("?")[0] for link in linked) == ["/static/chat.css", "/static/chat.js"]
    files = [client.get(link) for link in linked]
    assert {file.headers["content-type"].split(";")[0] for file in files} == {
        "text/css",
        "text/javascript",
    }
    assert all(file.status_code == 200 for file in files)
    assert len(page.content) + sum(len(file.content) for file in files) < _MOST_BYTES


def test_the_script_is_one_that_old_phones_can_read(visit: Visit) -> None:
    script = visit().get("/static/chat.js").text
    script = re.sub(r"//[^\n]*", "", script)
    assert not re.search(r"=>|`|\b(?:let|const|class|async|await)\b|\?\.|\?\?|\.\.\.", script)


def test_the_files_of_the_page_are_kept_by_the_browser_and_nothing_else_is(visit: Visit) -> None:
    client = visit()
    assert "immutable" in client.get("/static/chat.css").headers["cache-control"]
    for path in ("/", "/health", "/nothing"):
        assert client.get(path).headers["cache-control"] == "no-store"
    assert ask(client, "halo").headers["cache-control"] == "no-store"


def test_a_form_is_answered_with_the_page_that_shows_the_conversation(visit: Visit) -> None:
    client = visit(Accept_Language="id")
    answer = client.post("/chat", data={"text": _ASKS})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/#last"
    page = client.get("/")
    assert _ASKS in text_of(page)
    assert say("offer.intro", "id") in text_of(page)
    assert say("welcome", "id") not in text_of(page)


def test_every_button_of_the_first_page_works_without_javascript(visit: Visit) -> None:
    first = visit(Accept_Language="id").get("/").text
    values = re.findall(r'<button name="text" value="([^"]+)"', first)
    assert len(values) == 8
    for value in map(unescape, values):
        page = write(visit(Accept_Language="id"), value)
        assert page.status_code == 200
        assert say("fallback.menu", "id") not in text_of(page)
        assert re.search(r'<p class="bot"', page.text)


def test_a_button_of_the_page_can_be_tapped_without_javascript(visit: Visit) -> None:
    client = visit(Accept_Language="id")
    page = write(client, say("button.check_offer", "id"))
    found = re.search(r'value="(b:[^"]+)">Malaysia<', page.text)
    assert found
    page = write(client, found[1])
    assert '<span class="skip">Anda: </span>Malaysia</p>' in page.text
    assert found[1] not in text_of(page)
    assert say("offer.ask.age", "id") in text_of(page)


def test_only_the_newest_buttons_are_shown(visit: Visit) -> None:
    client = visit(Accept_Language="id")
    first = re.findall(r'value="(b:[^"]+)"', write(client, _ASKS).text)
    second = re.findall(r'value="(b:[^"]+)"', write(client, "Malaysia").text)
    assert first
    assert second
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("id", "id"),
        ("id-ID,id;q=0.9,en-US;q=0.8", "id"),
        ("ms-MY,ms;q=0.9", "ms"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR,ms;q=0.5", "ms"),
        ("de, *;q=0.1", "en"),
        ("", "en"),
        ("!!,;q=,-", "en"),
    ],
)
def test_the_first_page_speaks_the_language_of_the_browser(
    visit: Visit, header: str, language: str
) -> None:
    page = visit(Accept_Language=header).get("/")
    assert f'<html lang="{language}">' in page.text
    assert say("welcome", language) in text_of(page)
    assert say("web.leave", language) in text_of(page)


def test_the_language_links_name_every_other_language_in_its_own_words(visit: Visit) -> None:
    page = visit(Accept_Language="id").get("/").text
    assert set(re.findall(r'href="/\?lang=(\w+)"', page)) == set(spoken()) - {"id"}


def test_a_language_link_is_remembered_before_and_during_a_conversation(visit: Visit) -> None:
    client = visit(Accept_Language="id")
    assert '<html lang="ms">' in client.get("/?lang=ms").text
    assert '<html lang="ms">' in client.get("/").text
    write(client, say("button.check_offer", "ms"))
    page = client.get("/?lang=en")
    assert '<html lang="en">' in page.text
    assert say("offer.intro", "ms") in text_of(page)
    assert '<html lang="en">' in client.get("/").text


def test_an_unknown_language_in_the_address_changes_nothing(visit: Visit) -> None:
    page = visit(Accept_Language="id").get("/?lang=%22%3E%3Cscript%3E")
    assert '<html lang="id">' in page.text
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("path", ["/", "/health", "/static/chat.js", "/nothing"])
def test_every_answer_has_the_security_headers(visit: Visit, path: str) -> None:
    headers = visit().get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "server" not in headers
    policy = dict(
        (part.strip() + " ").split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"].strip() == "'none'"
    assert policy["script-src"].strip() == "'self'"
    assert policy["style-src"].strip() == "'self'"
    assert policy["connect-src"].strip() == "'self'"
    assert policy["base-uri"].strip() == "'none'"
    assert policy["frame-ancestors"].strip() == "'self'"
    assert "unsafe" not in headers["content-security-policy"]


def test_the_page_has_nothing_inline_that_the_policy_would_stop(visit: Visit) -> None:
    client = visit()
    write(client, _OFFER)
    page = client.get("/").text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", page)


def test_the_site_that_may_embed_the_chat_is_a_setting(
    serve: Callable[..., Site], visit: Visit
) -> None:
    client = visit(serve(embed_origins="https://example.org"))
    policy = client.get("/").headers["content-security-policy"]
    assert "frame-ancestors https://example.org" in policy


def test_looking_at_the_page_leaves_no_cookie(visit: Visit) -> None:
    assert "set-cookie" not in visit().get("/").headers


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(visit: Visit) -> None:
    for answer in (ask(visit(), "halo"), visit().post("/chat", data={"text": "halo"})):
        cookie = morsel(answer, COOKIE)
        assert len(cookie["value"]) >= 32
        assert cookie["httponly"]
        assert cookie["samesite"].lower() == "lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert not cookie["secure"]  # plain HTTP on this machine; `Secure` behind HTTPS


def test_another_browser_sees_nothing_of_the_conversation(visit: Visit) -> None:
    mine, other = visit(Accept_Language="id"), visit(Accept_Language="id")
    write(mine, "nama saya Sartinah")
    write(other, "halo")
    assert "Sartinah" in mine.get("/").text
    assert "Sartinah" not in other.get("/").text
    assert mine.cookies[COOKIE] != other.cookies[COOKIE]


def test_a_short_made_up_cookie_is_replaced(visit: Visit) -> None:
    client = visit(Cookie=f"{COOKIE}=guess")
    answer = client.post("/chat", data={"text": "halo"})
    assert morsel(answer, COOKIE)["value"] != "guess"


def test_leaving_erases_the_conversation_and_goes_to_the_exit_page(
    visit: Visit, service: Service
) -> None:
    client = visit(Accept_Language="id")
    write(client, _ASKS)
    client.get("/?lang=ms")
    secret = client.cookies[COOKIE]
    assert all(count > 0 for count in rows(service, secret).values())
    answer = client.post("/leave")
    assert answer.status_code == 303
    assert answer.headers["location"] == service.settings.exit_url
    assert '"cache"' in answer.headers["clear-site-data"]
    assert not any(rows(service, secret).values())
    assert not client.cookies
    assert _ASKS not in client.get("/").text
    client.cookies.set(COOKIE, secret)  # even with the old secret there is nothing left
    assert _ASKS not in client.get("/").text


def test_leaving_before_anything_was_said_goes_to_the_exit_page_too(
    serve: Callable[..., Site], visit: Visit
) -> None:
    client = visit(serve(exit_url="https://example.org/weather"))
    answer = client.post("/leave")
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://example.org/weather"
    assert "https://example.org/weather" in answer.headers["content-security-policy"]


def test_a_link_cannot_make_somebody_leave(visit: Visit) -> None:
    client = visit()
    write(client, "halo apa kabar")
    assert client.get("/leave").status_code == 405
    assert client.get("/chat").status_code == 405
    assert "halo apa kabar" in client.get("/").text


def test_a_message_sent_by_another_site_is_refused(visit: Visit) -> None:
    client = visit(Accept_Language="id")
    write(client, "halo")
    answer = client.post(
        "/chat", data={"text": "pesan palsu"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert "pesan palsu" not in client.get("/").text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</p></main><h1>halo</h1>",
        "⟦javascript:alert(1)|klik⟧",
        "Telepon ⟦1|<b>x</b>⟧ 0812 3456 789<i>",
    ],
)
def test_html_in_a_message_is_shown_as_it_was_typed(visit: Visit, text: str) -> None:
    client = visit(Accept_Language="id")
    page = write(client, text)
    assert text not in page.text or "<" not in text
    assert not re.search(r"<(?:img|b|i)\b|<script>|alert\(1\)\"|href=\"javascript", page.text)
    assert page.text.count("<h1>") == 1
    assert text.replace("⟦", "[").replace("⟧", "]") in text_of(page)


def test_the_numbers_of_an_answer_can_be_tapped(visit: Visit) -> None:
    client = visit(Accept_Language="id")
    page = write(client, "nomor bantuan di Malaysia berapa?")
    links = re.findall(r'<a href="tel:([^"]*)">([^<]*)</a>', page.text)
    assert links
    for number, shown in links:
        assert re.fullmatch(r"\+?\d{3,15}", number)
        assert re.sub(r"[^\d+]", "", shown) == number


@pytest.mark.parametrize("language", ["id", "ms", "en"])
@pytest.mark.parametrize("key", ["contact.phone", "contact.both"])
def test_every_language_s_way_to_say_call_makes_a_link(language: str, key: str) -> None:
    line = say(key, language, number="+603-8888 1234")
    assert '<a href="tel:+60388881234">+603-8888 1234</a>' in phones(line)


@pytest.mark.parametrize(
    "line", ["Umur 18 tahun", "Telepon 24/7", "tanggal 2026-01-15", "1.250.000"]
)
def test_a_number_that_is_no_telephone_number_is_no_link(line: str) -> None:
    assert "<a" not in phones(line)


def test_the_script_gets_texts_buttons_and_the_language(visit: Visit) -> None:
    client = visit(Accept_Language="en")
    answer = ask(client, _ASKS).json()
    assert answer["language"] == "id"
    assert say("offer.intro", "id") in "\n".join(reply["text"] for reply in answer["replies"])
    buttons = [button for reply in answer["replies"] for button in reply["buttons"]]
    assert all(button["payload"].startswith("b:") for button in buttons)
    assert "Malaysia" in [button["title"] for button in buttons]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"text": 5}', b"\xff"])
def test_a_broken_message_is_answered_all_the_same(visit: Visit, body: bytes) -> None:
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    answer = visit(Accept_Language="id").post("/chat", content=body, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["replies"][0]["text"] == say("empty", "id")


def test_a_message_that_is_too_big_is_told_so_in_the_right_language(visit: Visit) -> None:
    answer = ask(visit(Accept_Language="ms"), "a" * 210_000)
    assert answer.status_code == 413
    assert answer.json()["replies"][0]["text"] == say("too_long", "ms")


def test_it_is_alive_and_ready(visit: Visit) -> None:
    client = visit()
    assert client.get("/health").json() == {"status": "ok"}
    ready = client.get("/ready")
    assert ready.status_code == 200
    assert ready.json() == {
        "status": "ready",
        "database": "up",
        "worker": "up",
        "model": "trained",
    }


@pytest.mark.parametrize("path", ["/nothing", "/static/page.html", "/static/..%2froutes.py"])
def test_what_is_not_there_is_404(visit: Visit, path: str) -> None:
    assert visit().get(path).status_code == 404
