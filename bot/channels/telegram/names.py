"""Names that the parts of this connector share."""

from __future__ import annotations

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""What Telegram is asked to send; without being asked it leaves out `chat_member`."""
