"""Words that alone carry an urgency: what must fire, and what must stay silent."""

from __future__ import annotations

import pytest

from bot.triage.lexicon import hits


@pytest.mark.parametrize(
    ("text", "rule", "urgency"),
    [
        ("tolong", "cry_for_help", "emergency"),
        ("TOLOOOOONG!!!", "cry_for_help", "emergency"),
        ("tlg 😭", "cry_for_help", "emergency"),
        ("tolong saya tolong", "cry_for_help", "emergency"),
        ("selamatkan saya", "cry_for_help", "emergency"),
        ("help me please", "cry_for_help", "emergency"),
        ("save us", "cry_for_help", "emergency"),
        ("🆘", "cry_for_help", "emergency"),
        ("kecemasan", "cry_for_help", "emergency"),
        ("nyawa saya terancam", "cry_for_help", "emergency"),
        ("aku mau bunuh diri", "suicide", "emergency"),
        ("pengen mati aja", "suicide", "emergency"),
        ("dah penat hidup", "suicide", "emergency"),
        ("nak tamatkan riwayat", "suicide", "emergency"),
        ("i want to kill myself", "suicide", "emergency"),
        ("i dont want to live", "suicide", "emergency"),
        ("sekarang dia lagi dipukulin", "violence_now", "emergency"),
        ("saya diperkosa tadi malam", "violence_now", "emergency"),
        ("kakak kena belasah semalam", "violence_now", "emergency"),
        ("he is beating me", "violence_now", "emergency"),
        ("they threaten to kill us", "violence_now", "emergency"),
        ("dia ugut nak bunuh saya", "violence_now", "emergency"),
        ("dia pegang pisau", "weapon", "emergency"),
        ("he came with a gun", "weapon", "emergency"),
        ("saya disekap", "locked_in", "urgent"),
        ("kami kena kurung", "locked_in", "urgent"),
        ("ga boleh keluar rumah", "locked_in", "urgent"),
        ("they locked us in", "locked_in", "urgent"),
        ("i am not allowed to leave", "locked_in", "urgent"),
        ("saya mau dijual ke kamboja", "sold", "urgent"),
        ("they sold my sister", "sold", "urgent"),
        ("baru kabur dari majikan", "running_away", "urgent"),
        ("saya dah lari daripada majikan", "running_away", "urgent"),
        ("i just escaped from the house", "running_away", "urgent"),
        ("mereka minta tebusan", "ransom", "urgent"),
        ("they demand ransom", "ransom", "urgent"),
    ],
)
def test_a_cry_is_heard_by_its_words_alone(text: str, rule: str, urgency: str) -> None:
    fired = {hit.rule: hit for hit in hits(text)}
    assert rule in fired
    assert fired[rule].urgency == urgency
    assert fired[rule].words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tolong kirim nomor kbri",
        "tolong jelaskan visa kerja",
        "bantu saya cek lowongan",
        "help me choose a contract",
        "can you help me",
        "apa itu bunuh diri",
        "tugas sekolah tentang bunuh diri",
        "statistik bunuh diri di indonesia",
        "i read news about suicide",
        "aku ketawa sampai mau mati",
        "baterai hp mau mati",
        "bateri telefon nak mati",
        "film tentang perempuan disekap",
        "filem orang kena kurung",
        "movie about a girl locked in a house",
        "hp saya terkunci",
        "my account is locked in the app",
        "kalau dikurung majikan harus bagaimana",
        "what is ransom",
        "ransomware attack on my laptop",
        "saya kabur dari majikan tahun lalu",
        "i ran away from my old employer last year",
        "dulu waktu kecil saya dipukul tadi ingat lagi",
        "bukan darurat, salah pencet",
        "this is not an emergency",
        "paspor saya simpan sendiri, gaji lancar",
        "pasport ada dengan saya, majikan baik",
        "my boss treats me well and i keep my passport",
        "toko itu menjual pisau dapur",
    ],
)
def test_a_question_a_film_or_a_harmless_word_is_not_urgent(text: str) -> None:
    assert not [hit for hit in hits(text) if hit.urgency != "none"]


def test_an_ordinary_word_that_sounds_like_a_cry_does_not_hide_a_real_one() -> None:
    assert {hit.rule for hit in hits("saya disekap dan dia pegang pisau")} == {
        "locked_in",
        "weapon",
    }


def test_a_rule_names_what_it_stands_for() -> None:
    [hit] = hits("they locked us in")
    assert hit.indicators == ("restriction_of_movement",)
    assert hit.intent is None
