"""What a case says of a person: facts they agreed to pass on, never the transcript (peers.md section 5)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.replies.catalogue import best, say
from bot.replies.names import country_name, joined, language_name

_SPEAKERS = frozenset({"self", "child", "family", "friend"})


class Summary(BaseModel):
    """Facts of a case. `words` is what the person wrote for the hotline on purpose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: str = "unknown"
    country: str | None = None
    age: int | None = None
    signs: tuple[str, ...] = ()
    words: str | None = None
    wish: bool = False
    language: str = "en"

    def text(self, language: str) -> str:
        """The summary as the person (or a hotline worker) reads it, one fact a line."""
        language = best(language)
        who = self.who if self.who in _SPEAKERS else "unknown"
        lines = [say("summary.who", language, value=say(f"summary.who.{who}", language))]
        if self.country:
            value = country_name(self.country, language)
            lines.append(say("summary.place", language, value=value))
        if self.age:
            lines.append(say("summary.age", language, value=self.age))
        if self.signs:
            names = [say(f"explain.{sign}.name", language) for sign in self.signs]
            lines.append(say("summary.signs", language, value=joined(names, language)))
        if self.words:
            lines.append(say("summary.words", language, value=self.words))
        spoken = language_name(self.language, language)
        lines.append(say("summary.language", language, value=spoken))
        if self.wish:
            lines.append(say("summary.wish", language))
        return "\n".join(f"• {line}" for line in lines)


def joined_summary(known: Summary, new: Summary) -> Summary:
    """What two summaries of one case say together; the newer one counts where both say something."""
    fresh = {k: v for k, v in new.model_dump().items() if v not in (None, "", (), "unknown")}
    if new.who == "self" and known.who not in ("self", "unknown"):
        fresh["who"] = known.who  # "talk to a person" does not make it about the writer
    fresh["signs"] = tuple(dict.fromkeys((*known.signs, *new.signs)))
    return known.model_copy(update=fresh)


def speaker_of(relation: str | None) -> str:
    """Who a message is about, from the relation it names; nobody named is the writer."""
    if relation is None:
        return "self"
    if relation == "child":
        return "child"
    return "family" if relation in ("sibling", "spouse", "parent", "relative") else "friend"
