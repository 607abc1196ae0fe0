"""Whether a request comes from Meta: the signature of a webhook, the handshake of its set-up."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from pydantic import SecretStr

HEADER = "X-Hub-Signature-256"
_PREFIX = "sha256="
_LONGEST_CHALLENGE = 200


def sign(raw: bytes, app_secret: SecretStr) -> str:
    """The header value that belongs to these bytes."""
    key = app_secret.get_secret_value().encode()
    return _PREFIX + hmac.new(key, raw, hashlib.sha256).hexdigest()


def is_signed(raw: bytes, header: str, app_secret: SecretStr) -> bool:
    """True where the header signs exactly these bytes.

    The bytes as they came: JSON that was read and written again differs in accents and emoji.
    """
    if not app_secret.get_secret_value():
        return False  # an empty key is one that everybody knows
    # compare_digest refuses a str outside ASCII with an exception; bytes it compares in constant time
    return hmac.compare_digest(
        sign(raw, app_secret).encode(), header.strip().encode("utf-8", "surrogatepass")
    )


def challenge_of(query: Mapping[str, str], verify_token: SecretStr) -> str | None:
    """What to answer to Meta's handshake; None where it is not Meta's, or not ours."""
    token = verify_token.get_secret_value().encode()
    given = query.get("hub.verify_token", "").encode("utf-8", "surrogatepass")
    known = hmac.compare_digest(token, given)  # first, so that it always takes its time
    challenge = query.get("hub.challenge", "")
    if not token or not known or query.get("hub.mode") != "subscribe":
        return None
    if not challenge.isascii() or not challenge.isprintable():
        return None
    return challenge if 0 < len(challenge) <= _LONGEST_CHALLENGE else None
