"""Field encryption and pseudonyms (research/trust.md section 4).

AES-256-GCM in an envelope `v1.<key id>.<nonce + ciphertext>`; the row and column a value belongs to
are authenticated with it, so that a value moved to another row does not decrypt. Fails closed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = "v1"
_NONCE = 12


class DecryptionError(Exception):
    """A stored value was made with another key or belongs to another row."""


def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"suar {purpose}".encode()).derive(master)


class Keys:
    """Keys for one purpose each, all derived from the 32 bytes of SUAR_MASTER_KEY."""

    def __init__(self, master: bytes) -> None:
        self._aead = AESGCM(_derive(master, "fields"))
        self._pepper = _derive(master, "pseudonyms")
        self._key_id = hashlib.sha256(_derive(master, "key id")).hexdigest()[:8]

    def encrypt(self, text: str, place: str) -> str:
        """The envelope of a text; `place` names its row and column ("case.summary:17")."""
        nonce = os.urandom(_NONCE)
        sealed = self._aead.encrypt(nonce, text.encode(), place.encode())
        return f"{_VERSION}.{self._key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def decrypt(self, envelope: str, place: str) -> str:
        """The text of an envelope.

        Raises:
            DecryptionError: wrong key, wrong place, or a damaged value.
        """
        try:
            version, key_id, body = envelope.split(".")
            raw = base64.urlsafe_b64decode(body)
        except ValueError as error:
            raise DecryptionError("not an encrypted value") from error
        if version != _VERSION or key_id != self._key_id:
            raise DecryptionError(f"made with key {key_id}; SUAR_MASTER_KEY is key {self._key_id}")
        try:
            return self._aead.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
        except InvalidTag as error:
            raise DecryptionError(f"the value does not belong to {place}") from error

    def pseudonym(self, channel: str, address: str) -> str:
        """The conversation id of a person: 128 bits that say nothing without the key."""
        digest = hmac.new(self._pepper, f"{channel}\x1f{address}".encode(), hashlib.sha256)
        return digest.hexdigest()[:32]
