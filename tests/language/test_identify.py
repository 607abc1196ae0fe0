from __future__ import annotations

import pytest

from bot.language.codes import LANGUAGES
from bot.language.identify import Guess, choose, identify


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "saya mau kerja ke malaysia tapi agennya minta uang dulu gimana ya"),
        ("id", "gaji saya udah 3 bulan gak dibayar, paspor juga ditahan bos"),
        ("ms", "saya nak kerja kat sana tapi ejen tu mintak duit dulu macam mana ni"),
        ("ms", "majikan saya tak bagi gaji dah tiga bulan, telefon pun kena rampas"),
        ("en", "my boss took my passport and will not pay me"),
        ("tl", "tulungan nyo po ako kinuha ng amo ko ang passport ko"),
        ("vi", "tôi cần giúp đỡ, họ giữ hộ chiếu của tôi"),
        ("jv", "aku arep kerjo nang malaysia nanging agene njaluk dhuwit dhisik piye iki"),
        ("ne", "मलाई सहयोग चाहियो, मेरो पासपोर्ट साहुले राखेको छ"),
        ("hi", "मुझे मदद चाहिए, मेरा पासपोर्ट मालिक के पास है"),
        ("th", "ช่วยด้วยค่ะ นายจ้างยึดหนังสือเดินทาง"),
        ("my", "ကူညီပါ ကျွန်တော့် ပတ်စပို့ ယူထားတယ်"),
        ("km", "សូមជួយខ្ញុំផង"),
        ("bn", "আমি সাহায্য চাই"),
        ("ta", "எனக்கு உதவி வேண்டும்"),
        ("zh", "老板拿走了我的护照"),
    ],
)
def test_a_sentence_is_recognised_and_surely(language: str, text: str) -> None:
    guess = identify(text)
    assert guess.language == language
    assert guess.confidence >= 0.8


@pytest.mark.parametrize("text", ["", "  ", "😭😭", "12345", "Привет"])
def test_where_nothing_tells_no_language_is_claimed(text: str) -> None:
    guess = identify(text)
    assert (guess.language, guess.confidence) == ("und", 0.0)
    assert choose(guess) is None


def test_one_short_word_is_never_sure() -> None:
    assert identify("ok").confidence < 0.8


def test_the_second_guess_between_malay_and_indonesian_is_the_other_one() -> None:
    assert identify("saya nak tanya pasal kerja kat sana boleh tak").runner_up == "id"


def test_a_language_somebody_chose_stays_whatever_they_write() -> None:
    assert choose(Guess("en", 1.0, "id", 12), "ms", chosen=True) == "ms"


def test_a_sure_long_message_changes_the_language() -> None:
    assert choose(Guess("en", 0.99, "id", 9), "id") == "en"


@pytest.mark.parametrize("guess", [Guess("en", 0.99, "id", 2), Guess("en", 0.6, "id", 12)])
def test_a_short_or_unsure_message_does_not_change_the_language(guess: Guess) -> None:
    assert choose(guess, "id") == "id"


def test_malay_is_not_turned_into_indonesian_by_a_guess_that_is_not_quite_sure() -> None:
    assert choose(Guess("id", 0.9, "ms", 12, marked="id"), "ms") == "ms"
    assert choose(Guess("id", 0.99, "ms", 12, marked="id"), "ms") == "id"


def test_malay_is_not_turned_into_indonesian_without_a_word_that_only_indonesian_has() -> None:
    assert choose(Guess("id", 0.99, "ms", 12), "ms") == "ms"


def test_a_short_greeting_that_looks_javanese_begins_in_indonesian() -> None:
    assert choose(Guess("jv", 0.46, "id", 1)) == "id"
    assert choose(Guess("jv", 0.99, "id", 10)) == "jv"


def test_a_language_suar_does_not_know_changes_nothing() -> None:
    assert choose(Guess("fr", 0.99, "en", 20), "ms") == "ms"


def test_fifteen_languages_are_told_apart() -> None:
    assert len(LANGUAGES) == 15
