"""Sums of money and ages in a text: "3jt", "RM1,500", "17 thn", "kelas 2 SMP"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CURRENCY = {
    "rp": "IDR", "idr": "IDR", "rupiah": "IDR", "rm": "MYR", "myr": "MYR", "ringgit": "MYR",
    "usd": "USD", "us$": "USD", "$": "USD", "dollar": "USD", "dolar": "USD", "dollars": "USD",
    "sgd": "SGD", "s$": "SGD", "hkd": "HKD", "hk$": "HKD", "nt$": "TWD", "ntd": "TWD", "twd": "TWD",
    "riyal": "SAR", "real": "SAR", "sar": "SAR", "dirham": "AED", "aed": "AED", "baht": "THB",
    "thb": "THB", "peso": "PHP", "pesos": "PHP", "php": "PHP", "won": "KRW", "yen": "JPY",
    "euro": "EUR", "eur": "EUR", "€": "EUR", "taka": "BDT", "rupees": "INR", "yuan": "CNY",
}  # fmt: skip
_SCALE = {
    "rb": 1e3, "ribu": 1e3, "rebu": 1e3, "k": 1e3, "thousand": 1e3, "jt": 1e6, "jeti": 1e6,
    "juta": 1e6, "million": 1e6, "mil": 1e6, "miliar": 1e9, "milyar": 1e9,
}  # fmt: skip
_SIGNS = "|".join(sorted((re.escape(sign) for sign in _CURRENCY), key=len, reverse=True))
_SCALES = "|".join(sorted(_SCALE, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_SIGNS})\s*)?(?P<number>{_NUMBER})\s*(?:(?P<scale>{_SCALES})(?!\w))?"
    rf"\s*(?:(?P<after>{_SIGNS})(?!\w))?(?![\d])",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?P<cue>\b(?:umur|umurnya|usia|usianya|berumur|berusia|umo|aged?|age of)\s*"
    r"(?:(?:anak|adik|kakak) (?:saya|sy|aku|kami)|saya|sy|aku|dia|anak|adik|nya|is|was|:|masih|baru|=|skrg|sekarang)?\s*(?:masih|baru)?\s*)"
    r"(?P<cued>\d{1,2})\b(?!\s*(?:jt|juta|rb|ribu|hari|bulan|minggu|-|–|sampai|hingga|to|ke atas|keatas))"
    r"|\b(?:i ?'?a?m|i was|(?:s?he)(?:'s| is)|(?:daughter|son|sister|brother|child) is)\s+(?P<said>\d{1,2})\b"
    r"(?!\s*(?:days?|weeks?|months?|hours?|people|times|km|years? (?:here|in|working|abroad)|[-/:.]\d))"
    r"|(?<![\d-])\b(?P<years>\d{1,2})\s*-?(?:th|thn|tahun|taun|tahon|yo|y/o|yrs? old|years? old|year-old|yr old|yaers old)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"(?:selama|sudah|udah|udh|dah|sdh|kontrak|contract|for|kerja|after|lebih|hampir|since|penjara|lalu|visa"
    r"|pengalaman|experience|every|setiap|tiap|stay|over|about)\s*$",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:kelas|kls)\s*(?P<kelas>\d{1,2}|[ivx]+)\s*(?P<school>sd|smp|mts|sma|smk|ma)?\b"
    r"|\b(?P<school_first>sd|smp|mts|sma|smk)\s*(?:kelas|kls)\s*(?P<kelas_after>\d)\b"
    r"|\btingkatan\s*(?P<tingkatan>[1-6])\b|\bdarjah\s*(?P<darjah>[1-6])\b"
    r"|\bform\s*(?P<form>[1-6])\b|\b(?:grade|class)\s*(?P<grade>\d{1,2})\b",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
          "xi": 11, "xii": 12}  # fmt: skip
_YEARS_BEFORE = {"sd": 6, "smp": 12, "mts": 12, "sma": 15, "smk": 15, "ma": 15}
_OLDEST = 90
_YOUNG_WITHOUT_CUE = 8


@dataclass(frozen=True, slots=True)
class Money:
    """A sum; `currency` is ISO 4217, None where the text does not say."""

    amount: float
    currency: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years; from a school year it is the usual age of that year."""

    years: int
    start: int
    end: int


def _number(text: str) -> float:
    """1.500.000 and 1,500,000 are thousands; 2,5 and 2.5 are decimals."""
    decimal = re.fullmatch(r"(.*?)[.,](\d{1,2})", text)
    whole, rest = (decimal[1], decimal[2]) if decimal else (text, "")
    return float(re.sub(r"[.,]", "", whole) + ("." + rest if rest else ""))


def money_in(text: str) -> Iterator[Money]:
    """Sums with a currency or a scale word ("3 juta"); a bare number is no sum."""
    for match in _MONEY.finditer(text):
        scale, sign = match["scale"], match["before"] or match["after"]
        if not scale and not sign:
            continue
        amount = _number(match["number"]) * _SCALE.get((scale or "").lower(), 1)
        currency = _CURRENCY.get(sign.lower()) if sign else None
        if currency is None and (scale or "").lower() in ("jt", "juta", "jeti", "rb", "rebu"):
            currency = "IDR"
        yield Money(amount, currency, match.start(), match.end())


def _school_age(match: re.Match[str]) -> int | None:
    if match["tingkatan"] or match["form"]:
        return 12 + int(match["tingkatan"] or match["form"])
    if match["darjah"]:
        return 6 + int(match["darjah"])
    if match["grade"]:
        return 5 + int(match["grade"])
    grade = match["kelas"] or match["kelas_after"]
    school = (match["school"] or match["school_first"] or "").lower()
    year = _ROMAN.get(grade.lower()) or (int(grade) if grade.isdigit() else None)
    if year is None or not 1 <= year <= 12:
        return None
    if school and year <= 6:
        return _YEARS_BEFORE[school] + year
    return 6 + year


def ages_in(text: str) -> Iterator[Age]:
    """Ages said in years or by school year; a duration ("kerja 2 tahun") is no age."""
    for match in _AGE.finditer(text):
        years = int(match["cued"] or match["said"] or match["years"])
        if match["years"]:
            old = re.search(r"(?:yo|y/o|old)$", match[0], re.IGNORECASE)
            if not old and (years < _YOUNG_WITHOUT_CUE or _DURATION.search(text[: match.start()])):
                continue
        if 0 < years <= _OLDEST:
            yield Age(years, match.start(), match.end())
    for match in _GRADE.finditer(text):
        age = _school_age(match)
        if age:
            yield Age(age, match.start(), match.end())
