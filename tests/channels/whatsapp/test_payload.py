"""Every shape Meta documents, by messages written here after its documentation and pywa's fixtures."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.whatsapp.payload import Batch, read
from bot.delivery.messages import Inbound, Kind, Status
from tests.fakes.graph_webhooks import (
    PERSON,
    PHONE,
    change,
    contact,
    envelope,
    message,
    of,
    raw_of,
    status,
    text,
)

OTHER, OTHER_PHONE = "ID.99887766554433221100", "6281234567890"
MEDIA = {"mime_type": "image/jpeg", "sha256": "4654+8g=", "id": "65463453"}


def batch(document: Any) -> Batch:
    return read(raw_of(document))


def one(*messages: dict[str, Any]) -> Inbound:
    found = batch(of(*messages))
    assert not found.unreadable
    assert len(found.messages) == 1
    return found.messages[0]


def test_a_text_is_read_with_its_accents_and_emoji() -> None:
    sent = text("Saya takut 😟 café")
    assert one(sent) == Inbound("whatsapp", sent["id"], PERSON, Kind.TEXT, "Saya takut 😟 café")


@pytest.mark.parametrize(
    ("sent", "kind", "words"),
    [
        (message("image", image=MEDIA), Kind.PHOTO, ""),
        (message("image", image=MEDIA | {"caption": "is this real?"}), Kind.PHOTO, "is this real?"),
        (message("video", video=MEDIA | {"caption": "help"}), Kind.VIDEO, "help"),
        (message("document", document=MEDIA | {"caption": "kontrak", "filename": "ktp.pdf"}),
         Kind.DOCUMENT, "kontrak"),
        (message("audio", audio=MEDIA | {"voice": True}), Kind.VOICE, ""),
        (message("audio", audio=MEDIA | {"voice": False}), Kind.VOICE, ""),
        (message("voice", voice=MEDIA), Kind.VOICE, ""),
        (message("sticker", sticker=MEDIA | {"animated": True}), Kind.STICKER, ""),
        (message("order", order={"catalog_id": "1", "text": "", "product_items": []}),
         Kind.UNSUPPORTED, ""),
        (message("unsupported", errors=[{"code": 131051, "title": "unknown"}]),
         Kind.UNSUPPORTED, ""),
        (message("unsupported", unsupported={"type": "poll"}), Kind.UNSUPPORTED, ""),
        (message("unknown", errors=[{"code": 131051}]), Kind.UNSUPPORTED, ""),
        (message("a_type_of_next_year", a_type_of_next_year={}), Kind.UNSUPPORTED, ""),
        (message("request_welcome"), Kind.START, ""),
        (message("button", button={"payload": "b:abc", "text": "Yes"}), Kind.BUTTON, "b:abc"),
        (message("button", button={"text": "Yes"}), Kind.BUTTON, "Yes"),
        (message("interactive", interactive={
            "type": "button_reply", "button_reply": {"id": "b:abc", "title": "Help"}}),
         Kind.BUTTON, "b:abc"),
        (message("interactive", interactive={
            "type": "list_reply", "list_reply": {"id": "b:xyz", "title": "R", "description": "D"}}),
         Kind.BUTTON, "b:xyz"),
        (message("interactive", interactive={"type": "nfm_reply", "nfm_reply": {"name": "flow"}}),
         Kind.UNSUPPORTED, ""),
        (message("interactive"), Kind.UNSUPPORTED, ""),  # Meta: "Unsupported webhook payload"
    ],
)  # fmt: skip
def test_every_kind_of_message_has_its_kind(sent: dict[str, Any], kind: Kind, words: str) -> None:
    found = one(sent)
    assert (found.kind, found.text, found.address) == (kind, words, PERSON)
    assert found.provider_id == sent["id"]


def test_a_location_keeps_its_place_and_not_its_name() -> None:
    place = {"latitude": 3.139, "longitude": 101.6869, "name": "Home", "address": "Jalan 1"}
    found = one(message("location", location=place))
    assert found.kind is Kind.LOCATION
    assert found.extra == {"latitude": 3.139, "longitude": 101.6869, "live": False}


def test_of_contacts_neither_name_nor_number_is_kept() -> None:
    card = {"name": {"formatted_name": "Canary Name"}, "phones": [{"phone": "+60 11-1111 2222"}]}
    found = one(message("contacts", contacts=[card]))
    assert found == Inbound("whatsapp", found.provider_id, PERSON, Kind.CONTACT)


def test_nothing_of_a_profile_or_a_file_is_kept() -> None:
    found = one(message("image", image=MEDIA))
    assert "Siti" not in repr(found)
    assert "65463453" not in repr(found)


@pytest.mark.parametrize(
    "sent",
    [
        message("reaction", reaction={"message_id": "wamid.x", "emoji": "😮"}),
        message("reaction", reaction={"message_id": "wamid.x"}),
        message("reaction"),
        message("revoke", revoke={"original_message_id": "wamid.x"}),
        message("system", identity={"hash": "x"},
                system={"type": "customer_identity_changed", "body": "changed"}),
    ],
)  # fmt: skip
def test_what_needs_no_answer_is_passed_over(sent: dict[str, Any]) -> None:
    assert batch(of(sent)) == Batch()


def test_forwarded_reply_and_advertisement_go_along() -> None:
    ad = {
        "source_type": "ad",
        "source_id": "123",
        "source_url": "https://fb.me/x",
        "ctwa_clid": "t",
    }
    assert one(text("x", context={"forwarded": True})).extra == {"forwarded": True}
    assert one(text("x", context={"frequently_forwarded": True})).extra == {"forwarded": True}
    assert one(text("x", context={"from": "1", "id": "wamid.y"})).extra == {"reply_to": "wamid.y"}
    assert one(text("x", referral=ad)).extra == {
        "referral": {"source_type": "ad", "source_id": "123"}
    }


def test_oddities_around_a_message_cost_no_message() -> None:
    found = one(text("help", context=[1], referral="x"))
    assert (found.text, found.extra) == ("help", {})
    assert one(text("help", context={"id": 7, "forwarded": "yes"})).extra == {}


def test_an_edited_message_is_a_message() -> None:
    edit = {"original_message_id": "wamid.z",
            "message": {"type": "text", "text": {"body": "now right"}}}  # fmt: skip
    found = one(message("edit", edit=edit))
    assert (found.kind, found.text) == (Kind.TEXT, "now right")
    assert found.extra == {"edited": True, "reply_to": "wamid.z"}


def test_half_a_character_becomes_a_mark_that_can_be_stored() -> None:
    words = one(text("help \ud83d me")).text
    assert words == "help \ufffd me"
    words.encode()


def test_a_message_in_a_group_is_answered_to_the_person_and_its_words_are_not_kept() -> None:
    found = one(text("secret words", group_id="Y2FwaV9ncm91cDo"))
    assert (found.kind, found.address, found.text) == (Kind.GROUP, PERSON, "")


# who wrote


def sender(contacts: list[Any], **fields: Any) -> str:
    found = batch(envelope(change([text("hi", **fields)], contacts=contacts)))
    assert not found.unreadable
    return found.messages[0].address


def test_the_user_id_comes_before_the_phone() -> None:
    assert sender([contact()]) == PERSON
    assert sender([contact()], user_id=None) == PERSON
    assert sender([], user_id=PERSON) == PERSON


def test_the_phone_may_be_missing() -> None:
    assert sender([contact(phone=None)], phone=None) == PERSON
    assert sender([contact(phone=None)], phone=None, user_id=None) == PERSON
    assert sender([contact(phone="")], phone="", user_id=None) == PERSON


def test_the_user_id_may_be_missing() -> None:
    assert sender([contact(user_id=None)], user_id=None) == PHONE
    assert sender([], user_id=None) == PHONE
    assert sender([], user_id=None, phone=f"+{PHONE}") == PHONE


def test_each_message_of_a_batch_has_the_contact_that_belongs_to_it() -> None:
    people = [contact(OTHER, OTHER_PHONE), contact()]
    sent = [text("a", user_id=None), text("b", user_id=None, phone=OTHER_PHONE)]
    found = batch(envelope(change(sent, contacts=people)))
    assert [(m.text, m.address) for m in found.messages] == [("a", PERSON), ("b", OTHER)]


def test_a_message_is_never_given_to_the_wrong_one_of_several_contacts() -> None:
    people = [contact(phone=None), contact(OTHER, None)]
    found = batch(envelope(change([text("a", user_id=None, phone=None)], contacts=people)))
    assert not found.messages
    assert [part.why for part in found.unreadable] == ["nobody is named as the sender"]
    assert sender([contact(OTHER, OTHER_PHONE)], user_id=None) == PHONE
    assert sender([contact(OTHER, OTHER_PHONE), contact(phone=None)], user_id=None) == PHONE


# a person who changes number


def moved(**system: Any) -> Inbound:
    sent = message("system", user_id=None, system=system)
    return batch(envelope(change([sent], contacts=[]))).messages[0]


def test_a_changed_number_is_the_same_person() -> None:
    found = moved(type="user_changed_number", wa_id="60199999999", body="changed")
    assert (found.kind, found.address) == (Kind.MIGRATED, PHONE)
    assert found.extra == {"to": "60199999999"}


def test_a_changed_user_id_is_the_same_person() -> None:
    new = "MX.0987654321"
    found = moved(type="user_changed_user_id", user_id=new, previous_user_id=PERSON, body="x")
    assert (found.kind, found.address, found.extra) == (Kind.MIGRATED, PERSON, {"to": new})


def test_nobody_is_handed_a_conversation_by_what_they_call_themselves() -> None:
    found = moved(
        type="user_changed_user_id", user_id=OTHER, body=f"User A changed from {PERSON} to {OTHER}"
    )
    assert found.address == PHONE


def test_the_update_of_a_user_id_is_read_and_known_again() -> None:
    update = {"wa_id": PHONE, "user_id": {"previous": PERSON, "current": OTHER}, "timestamp": "1"}
    document = envelope(change(field="user_id_update", user_id_update=[update]))
    first, second = batch(document).messages[0], batch(document).messages[0]
    assert (first.kind, first.address, first.extra) == (Kind.MIGRATED, PERSON, {"to": OTHER})
    assert first.provider_id == second.provider_id


# statuses


def test_statuses_are_read_with_the_code_of_a_failure() -> None:
    sent = [status("wamid.1", "sent"), status("wamid.1", "read"), status("wamid.2", "played"),
            status("wamid.3", "failed", 131026), status("wamid.4", "warning")]  # fmt: skip
    assert batch(envelope(change(statuses=sent))).statuses == [
        Status("whatsapp", "wamid.1", "sent"),
        Status("whatsapp", "wamid.1", "read"),
        Status("whatsapp", "wamid.2", "read"),
        Status("whatsapp", "wamid.3", "failed", "131026"),
    ]


def test_what_happens_to_calls_templates_and_accounts_is_not_for_us() -> None:
    call = {"id": "wacid.1", "type": "call", "status": "RINGING"}
    document = envelope(
        change(field="calls", statuses=[call]),
        change(field="message_template_status_update", event="APPROVED"),
        change(field="account_update", event="VERIFIED_ACCOUNT"),
        change(field="smb_message_echoes", message_echoes=[text("from our own app")]),
    )
    assert batch(document) == Batch()


# batches, and what cannot be read


def test_everything_in_a_batch_counts() -> None:
    first = change([text("a"), text("b")], [status("wamid.1", "sent")])
    second = change([text("c")], number_id="another-number")
    third = change(statuses=[status("wamid.1", "delivered")])
    document = envelope(first, second, third)
    document["entry"][0]["changes"].append(change([text("d")]))
    found = batch(document)
    assert sorted(m.text for m in found.messages) == ["a", "b", "c", "d"]
    assert [s.state for s in found.statuses] == ["sent", "delivered"]
    assert not found.unreadable


def test_the_order_within_a_batch_is_kept() -> None:
    words = [str(number) for number in range(50)]
    assert [m.text for m in batch(of(*map(text, words))).messages] == words


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        "text",
        [],
        {},
        {"type": "text", "text": {"body": "no id, no sender"}},
        message("text") | {"id": 7},
        message("text") | {"id": ""},
        message("text") | {"id": "with blank"},
        message("text") | {"id": "nul\x00"},
        message("text") | {"id": "x" * 257},
        text("nobody", user_id=None, phone=None) | {"from": {}},
    ],
)
def test_a_broken_message_is_set_aside_alone(broken: Any) -> None:
    people = [contact(), contact(OTHER, OTHER_PHONE)]
    found = batch(envelope(change([text("a"), broken, text("b")], contacts=people)))
    assert [m.text for m in found.messages] == ["a", "b"]
    assert [json.loads(part.raw) for part in found.unreadable] == [broken]


@pytest.mark.parametrize(
    "broken",
    [
        message("text"),
        message("text", text="bare"),
        message("text", text={"body": 7}),
        message("image", image=None),
        message("image", image={"caption": ["a"]}),
        message("location", location={"latitude": "here", "longitude": 1}),
        message("location", location={"latitude": 91, "longitude": 1}),
        message("location", location={"latitude": 10**400, "longitude": 1}),
        message("location", location={"latitude": True, "longitude": 1}),
        message("location", location={"latitude": "nan", "longitude": 1}),
        message("interactive", interactive={"button_reply": {"title": "no id"}}),
        message("button", button={}),
        message("edit", edit={"message": "x"}),
    ],
)
def test_known_sender_and_unknown_contents_is_set_aside_and_still_answered(
    broken: dict[str, Any],
) -> None:
    found = batch(of(text("a"), broken, text("b")))
    assert [m.kind for m in found.messages] == [Kind.TEXT, Kind.UNSUPPORTED, Kind.TEXT]
    assert found.messages[1].provider_id == broken["id"]
    assert len(found.unreadable) == 1


@pytest.mark.parametrize(
    "broken",
    [None, {"status": "sent"}, {"id": "nul\x00", "status": "sent"}, {"id": {}, "status": "read"}],
)
def test_a_broken_status_is_set_aside_alone(broken: Any) -> None:
    found = batch(envelope(change([text("a")], [status("wamid.1", "sent"), broken])))
    assert (len(found.messages), len(found.statuses), len(found.unreadable)) == (1, 1, 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"entry": 7}',
        b"[" * 100_000,
        b'{"entry":' + b"[" * 100_000,
        b'{"entry": [{"changes": [{"value": ' + b"9" * 5000 + b"}]}]}",
    ],
)
def test_a_body_that_is_no_webhook_is_set_aside_whole(raw: bytes) -> None:
    found = read(raw)
    assert not found.messages
    assert [part.raw for part in found.unreadable] == [raw]


def test_broken_entries_and_changes_lose_nothing_beside_them() -> None:
    document = envelope(change([text("a")]))
    document["entry"] += [None, {}, {"changes": 7}, {"changes": [None, {"value": 7}]}]
    document["entry"].append({"changes": [{"value": {"messages": {}}}]})
    document["entry"] += envelope(change([text("b")]))["entry"]
    found = batch(document)
    assert [m.text for m in found.messages] == ["a", "b"]
    assert len(found.unreadable) == 6


def test_why_something_was_set_aside_holds_no_word_of_it() -> None:
    found = batch(of(message("text", text={"body": ["canary"]}) | {"canary": "canary"}))
    assert "canary" not in found.unreadable[0].why
    assert b"canary" in found.unreadable[0].raw
