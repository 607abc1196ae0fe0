"""The fake Graph API, proved by a client that nobody here wrote: pywa (only where it is installed).

Both ways: pywa's requests are taken and answered so that pywa is content, and the fake's webhooks
are read by pywa as what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from bot.channels.whatsapp.layout import lay_out
from bot.channels.whatsapp.sender import addressed
from tests.fakes.graph_api import APP_SECRET, TOKEN, VERIFY_TOKEN, FakeGraphApi, Fault
from tests.fakes.graph_webhooks import (
    NUMBER_ID,
    PERSON,
    PHONE,
    change,
    contact,
    envelope,
    message,
    of,
    raw_of,
    signature_of,
    status,
    text,
)

pywa = pytest.importorskip("pywa", reason="pywa proves the fake; it is in the dev group")
from pywa import errors, types  # noqa: E402


class ToTheFake(httpx.BaseTransport):
    """Takes requests for graph.facebook.com to the fake; pywa's address cannot be set."""

    def __init__(self, url: str) -> None:
        self._to = httpx.URL(url)
        self._transport = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == "graph.facebook.com"
        request.url = request.url.copy_with(
            scheme=self._to.scheme, host=self._to.host, port=self._to.port
        )
        return self._transport.handle_request(request)


@pytest.fixture
def graph() -> Iterator[FakeGraphApi]:
    with FakeGraphApi().running() as running:
        yield running


@pytest.fixture
def client(graph: FakeGraphApi) -> Callable[..., Any]:
    def make(**options: Any) -> Any:
        session = httpx.Client(transport=ToTheFake(graph.url), timeout=options.pop("timeout", 10))
        return pywa.WhatsApp(
            **{"phone_id": NUMBER_ID, "token": TOKEN, "session": session, "server": None,
               "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN, **options}
        )  # fmt: skip

    return make


# what pywa sends


def test_a_text_to_a_user_id_and_to_a_phone(
    client: Callable[..., Any], graph: FakeGraphApi
) -> None:
    wa = client()
    to_id = wa.send_message(to=PERSON, text="Halo 😟")
    to_phone = wa.send_message(to=PHONE, text="Halo")
    assert [to_id.id, to_phone.id] == [wamid for wamid, _, _ in graph.accepted]
    assert [to_id.input, to_phone.input] == [PERSON, PHONE]
    assert [address for _, address, _ in graph.accepted] == [PERSON, PHONE]


def test_buttons_and_a_list(client: Callable[..., Any], graph: FakeGraphApi) -> None:
    wa = client()
    wa.send_message(
        to=PERSON, text="What?", buttons=[types.Button(title="Yes", callback_data="b:1")]
    )
    rows = [
        types.SectionRow(title=f"Row {n}", callback_data=f"b:{n}", description="d")
        for n in range(10)
    ]
    sections = [types.Section(title="All", rows=rows)]
    wa.send_message(
        to=PERSON, text="What?", buttons=types.SectionList(button_title="Choose", sections=sections)
    )
    assert [body["interactive"]["type"] for body in graph.bodies()] == ["button", "list"]


def test_what_is_laid_out_here_is_what_pywa_would_send(
    client: Callable[..., Any], graph: FakeGraphApi
) -> None:
    wa = client()
    wa.send_message(to=PERSON, text="Halo")
    wa.send_message(to=PHONE, text="Q?", buttons=[types.Button(title="Yes", callback_data="b:1")])
    ours = [
        addressed(lay_out("Halo", (), "en")[0], PERSON),
        addressed(lay_out("Q?", [("Yes", "b:1")], "en")[0], PHONE),
    ]
    assert graph.bodies() == ours


@pytest.mark.parametrize(
    ("text_sent", "buttons"),
    [
        ("x" * 4097, None),
        ("x" * 1025, [("Yes", "b:1")]),
        ("x", [("x" * 21, "b:1")]),
        ("x", [("Yes", "b" * 257)]),
        ("x", [("A", "b:1"), ("B", "b:1")]),
        ("x", [(str(n), str(n)) for n in range(4)]),
    ],
)
def test_what_meta_would_refuse_is_refused(
    client: Callable[..., Any], graph: FakeGraphApi, text_sent: str, buttons: Any
) -> None:
    shown = buttons and [types.Button(title=t, callback_data=d) for t, d in buttons]
    with pytest.raises(errors.WhatsAppError):
        client().send_message(to=PERSON, text=text_sent, buttons=shown)
    assert not graph.accepted


def test_a_wrong_token_is_an_expired_one(client: Callable[..., Any]) -> None:
    with pytest.raises(errors.ExpiredAccessToken):
        client(token="wrong").send_message(to=PERSON, text="x")


def test_errors_on_demand_are_the_errors_they_are_at_meta(
    client: Callable[..., Any], graph: FakeGraphApi
) -> None:
    wa = client()
    expected = {
        131047: errors.ReEngagementMessage,
        131026: errors.MessageUndeliverable,
        131056: errors.TooManyMessages,
        130429: errors.RateLimitHit,
        137000: errors.RecipientIdentityKeyMismatch,
        131042: errors.BusinessPaymentIssue,
    }
    for code, error in expected.items():
        graph.fail(Fault(code=code))
        with pytest.raises(error):
            wa.send_message(to=PERSON, text="x")
    graph.window_closed.add(PERSON)
    with pytest.raises(errors.ReEngagementMessage):
        wa.send_message(to=PERSON, text="x")
    graph.unreachable.add(PHONE)
    with pytest.raises(errors.MessageUndeliverable):
        wa.send_message(to=PHONE, text="x")


def test_only_approved_templates_go_out_after_the_24_hours(
    client: Callable[..., Any], graph: FakeGraphApi
) -> None:
    graph.window_closed.add(PERSON)
    wa = client()
    language = types.templates.TemplateLanguage
    wa.send_template(to=PERSON, name="suar_reply", language=language.INDONESIAN, params=[])
    with pytest.raises(errors.TemplateNotExists):
        wa.send_template(to=PERSON, name="suar_reply", language=language.THAI, params=[])
    assert [body["template"]["name"] for body in graph.bodies()] == ["suar_reply"]


def test_silence_after_accepting(client: Callable[..., Any], graph: FakeGraphApi) -> None:
    graph.fail(Fault(hang_after_accepting=True))
    with pytest.raises(httpx.ReadTimeout):
        client(timeout=httpx.Timeout(5, read=0.2)).send_message(to=PERSON, text="x")
    assert len(graph.accepted) == 1


def test_marked_as_read_and_writing(client: Callable[..., Any], graph: FakeGraphApi) -> None:
    wa = client()
    assert wa.mark_message_as_read(message_id="wamid.1")
    assert wa.indicate_typing(message_id="wamid.2")
    assert [body["message_id"] for body in graph.read] == ["wamid.1", "wamid.2"]


# what pywa reads


def read_by_pywa(wa: Any, document: Any) -> Any:
    """The update that pywa makes of a webhook, its signature checked by pywa."""
    raw, found = raw_of(document), []
    for handler in (pywa.handlers.MessageHandler, pywa.handlers.CallbackButtonHandler,
                    pywa.handlers.CallbackSelectionHandler, pywa.handlers.MessageStatusHandler,
                    pywa.handlers.PhoneNumberChangeHandler,
                    pywa.handlers.EditedMessageHandler):  # fmt: skip
        wa.add_handlers(handler(lambda _, update: found.append(update)))
    assert wa.webhook_update_validator(raw, signature_of(raw, APP_SECRET)) is None
    assert wa.webhook_update_validator(raw, signature_of(raw, "another")) == ("Forbidden", 403)
    assert wa.webhook_update_handler(raw) == ("ok", 200)
    assert len(found) == 1
    return found[0]


MEDIA = {"mime_type": "image/jpeg", "sha256": "4654+8g=", "id": "65463453"}


@pytest.mark.parametrize(
    ("sent", "check"),
    [
        (text("tolong 😟 café"), lambda m: m.text == "tolong 😟 café"),
        (text("x", context={"forwarded": True}), lambda m: m.forwarded),
        (text("x", context={"from": "1", "id": "wamid.q"}), lambda m: m.is_reply),
        (message("image", image=MEDIA | {"caption": "c"}), lambda m: m.caption == "c"),
        (message("audio", audio=MEDIA | {"voice": True}), lambda m: m.voice),
        (message("sticker", sticker=MEDIA | {"animated": False}), lambda m: m.sticker),
        (message("location", location={"latitude": 3.1, "longitude": 101.7}),
         lambda m: m.location.latitude == 3.1),
        (message("contacts", contacts=[{"name": {"formatted_name": "A"}}]), lambda m: m.contacts),
        (message("reaction", reaction={"message_id": "wamid.q", "emoji": "😮"}),
         lambda m: m.reaction.emoji == "😮"),
        (message("unsupported", errors=[{"code": 131051, "message": "x", "title": "x"}]),
         lambda m: m.type == types.MessageType.UNSUPPORTED),
        (message("interactive", interactive={"type": "button_reply",
                 "button_reply": {"id": "b:1", "title": "Yes"}}), lambda m: m.data == "b:1"),
        (message("interactive", interactive={"type": "list_reply",
                 "list_reply": {"id": "b:2", "title": "Row"}}, context={"from": "1", "id": "wamid.q"}),
         lambda m: m.data == "b:2"),
        (message("button", button={"payload": "p", "text": "Yes"}), lambda m: m.data == "p"),
        (message("edit", edit={"original_message_id": "wamid.z",
                 "message": {"id": "wamid.z", "type": "text", "text": {"body": "new"}}}),
         lambda m: m.message.text == "new"),
    ],
)  # fmt: skip
def test_pywa_reads_the_fakes_messages_as_what_they_say(
    client: Callable[..., Any], sent: dict[str, Any], check: Callable[[Any], bool]
) -> None:
    update = read_by_pywa(client(), of(sent))
    assert check(update)
    assert update.from_user.bsuid == PERSON
    assert update.from_user.wa_id == PHONE


def test_pywa_reads_who_hides_the_phone(client: Callable[..., Any]) -> None:
    document = envelope(change([text("x", phone=None)], contacts=[contact(phone=None)]))
    update = read_by_pywa(client(), document)
    assert (update.from_user.bsuid, update.from_user.wa_id) == (PERSON, None)


@pytest.mark.parametrize("state", ["sent", "delivered", "read", "failed"])
def test_pywa_reads_the_fakes_statuses(client: Callable[..., Any], state: str) -> None:
    code = 131026 if state == "failed" else None
    update = read_by_pywa(client(), envelope(change(statuses=[status("wamid.1", state, code)])))
    assert (update.id, update.status.value) == ("wamid.1", state)
    assert (update.error.code if update.error else None) == code


def test_pywa_reads_a_changed_number(client: Callable[..., Any]) -> None:
    system = {"type": "user_changed_number", "wa_id": "60199999999", "body": "changed"}
    update = read_by_pywa(client(), of(message("system", user_id=None, system=system)))
    assert (update.old_wa_id, update.new_wa_id) == (PHONE, "60199999999")
