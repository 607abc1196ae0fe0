"""What somebody finds who takes the database files and not the key."""

from __future__ import annotations

from pathlib import Path

from bot.cases.cases import open_case
from bot.cases.summary import Summary
from bot.store.conversations import add_bubble, find_or_create, forget
from bot.store.database import Store

_ADDRESS = "canary-6281200000001"
_SAID = "canary-kenari-kuning"
_WORDS = "canary-burung-hantu"


def raw(folder: Path) -> bytes:
    """All database files as they lie on the disk, the write-ahead log too."""
    files = sorted(folder.glob("suar.db*"))
    assert files
    return b"".join(path.read_bytes() for path in files)


def write(store: Store) -> str:
    with store.transaction() as session:
        key = find_or_create(session, store, "test", _ADDRESS).id
        add_bubble(session, store, key, _SAID, inbound=True)
        summary = Summary(words=_WORDS, wish=True, language="id")
        open_case(session, store.keys, key, summary, urgency="urgent", because="consent")
    return key


def test_nothing_that_was_said_lies_readable_on_the_disk(store: Store, tmp_path: Path) -> None:
    key = write(store)
    found = raw(tmp_path)
    assert key.encode() in found  # the files are those of this conversation
    assert b"canary" not in found


def test_the_key_does_not_lie_in_the_database(store: Store, tmp_path: Path) -> None:
    write(store)
    assert (tmp_path / "master.key").read_bytes() not in raw(tmp_path)


def test_a_forgotten_conversation_leaves_nothing_in_the_file(store: Store, tmp_path: Path) -> None:
    with store.transaction() as session:
        key = find_or_create(session, store, "test", _ADDRESS).id
        sealed = add_bubble(session, store, key, _SAID, inbound=True).body_enc
    with store.transaction() as session:
        forget(session, key)
    store.engine.dispose()  # the log is written back and removed when the last connection closes
    found = raw(tmp_path)
    assert sealed.encode() not in found
    assert key.encode() not in found
