from __future__ import annotations

import pytest

from bot.language.amounts import ages_in, money_in


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("gaji 3jt per bulan", 3_000_000, "IDR"),
        ("bayar 5 juta dulu", 5_000_000, "IDR"),
        ("500rb aja", 500_000, "IDR"),
        ("Rp 1.500.000", 1_500_000, "IDR"),
        ("Rp2,5 juta", 2_500_000, "IDR"),
        ("RM1,500 sebulan", 1500, "MYR"),
        ("rm 800", 800, "MYR"),
        ("1200 ringgit", 1200, "MYR"),
        ("RM3k", 3000, "MYR"),
        ("USD 2000 a month", 2000, "USD"),
        ("$800", 800, "USD"),
        ("2 thousand dollars", 2000, "USD"),
        ("S$600", 600, "SGD"),
        ("HK$4,730", 4730, "HKD"),
        ("NT$ 28000", 28_000, "TWD"),
        ("1500 riyal", 1500, "SAR"),
        ("15 ribu", 15_000, None),
    ],
)
def test_a_sum_is_read_with_its_currency(text: str, amount: float, currency: str | None) -> None:
    [found] = money_in(text)
    assert (found.amount, found.currency) == (amount, currency)


@pytest.mark.parametrize("text", ["kami ada 12 orang", "jam 5 pagi", "nomor 08123456789", ""])
def test_a_bare_number_is_no_sum(text: str) -> None:
    assert not list(money_in(text))


def test_two_sums_are_both_read_in_their_order() -> None:
    found = [(m.amount, m.currency) for m in money_in("bayar 5jt nanti gaji RM1500")]
    assert found == [(5_000_000, "IDR"), (1500, "MYR")]


def test_the_place_of_a_sum_is_its_place_in_the_message() -> None:
    text = "bayar RM 800 dulu"
    [found] = money_in(text)
    assert text[found.start : found.end].strip() == "RM 800"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("anak saya umur 16", 16),
        ("adik saya 15 thn", 15),
        ("usianya baru 14 tahun", 14),
        ("berumur 17 tahun", 17),
        ("my daughter is 13 years old", 13),
        ("a 12-year-old boy", 12),
        ("aged 15", 15),
        ("she is 16 y/o", 16),
        ("umurnya 35", 35),
    ],
)
def test_an_age_is_read(text: str, years: int) -> None:
    assert [age.years for age in ages_in(text)] == [years]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("adik saya kelas 2 SMP", 14),
        ("masih kelas 5 SD", 11),
        ("anak saya kelas 1 sma", 16),
        ("kelas XI", 17),
        ("kelas 9", 15),
        ("smp kelas 3", 15),
        ("budak tingkatan 3", 15),
        ("anak darjah 6", 12),
        ("he is in form 4", 16),
        ("she is in grade 7", 12),
    ],
)
def test_a_school_year_is_read_as_the_age_of_that_year(text: str, years: int) -> None:
    assert [age.years for age in ages_in(text)] == [years]


@pytest.mark.parametrize(
    "text",
    [
        "sudah kerja 2 tahun di sini",
        "kontrak 10 tahun",
        "selama 12 tahun saya di sana",
        "dipenjara 15 tahun penjara 15 tahun",
        "gaji belum dibayar 3 tahun",
        "pengalaman 10 tahun",
        "umur paspor",
        "umur 120",
        "kelas 13",
        "",
    ],
)
def test_a_duration_or_nonsense_is_no_age(text: str) -> None:
    assert not [age.years for age in ages_in(text)]


def test_an_age_in_months_is_no_age_in_years() -> None:
    assert not list(ages_in("bayi umur 8 bulan"))
