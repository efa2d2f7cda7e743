"""The English words of numbers, what each stands for, and the phrases where it counts nothing."""

from __future__ import annotations

from fractions import Fraction

from stateofplay.numbers.days import MONTHS

# Phrases in which a number word counts nothing. Whatever is not listed here is read as a number:
# add to it with care.
NOT_NUMBERS = (
    r"no[-\s]one(?:['’]s)?\b(?!\s+of\b)",
    r"one\s+another",
    r"one['’]s",
    r"oneself",
    r"(?:this|that|which|each|every|another|any|the\s+only)\s+one\b(?!-)",
    r"(?:the|a)\s+one\s+(?:who|that|which)",
    r"one\s+(?:must|should|can|cannot|could|would|might)",
    r"(?:per|split|a|every)\s+second(?=\s*(?:[.,;:)]|$))",
    r"(?:per|split)[-\s]second",
    r"at\s+first(?=\s*(?:[.,;:)]|$))",
    r"first\s+of\s+all",
    r"second\s+thoughts?",
    r"second[-\s]hand",
)
# What carries a number in its name and counts nothing. Short designations (G7, F-16, COVID-19)
# follow the rule below.
NAMES = (
    r"https?://\S+",
    r"(?:First|Second)\s+World\s+War",
    r"World\s+War\s+(?:One|Two)",
    r"Group\s+of\s+(?:Seven|Eight|Twenty|\d+)",
    r"Big\s+(?:Three|Four|Five)",
    r"Six-Day\s+War",
    r"24/7",
    r"9/11",
    r"[2-6]G\b",
    r"[23]D\b",
    r"(?:Article|Chapter|Resolution|Boeing|Airbus)\s+\d+",
    r"(?:Shahed|Iskander|Leopard)[-\s]\d+",
)

ONES = "one two three four five six seven eight nine".split()
TEENS = ("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen").split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINAL_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
ORDINAL_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth"
).split()
WORDS = (
    {"zero": 0}
    | {w: n for n, w in enumerate(ONES + TEENS, 1)}
    | {w: 10 * n for n, w in enumerate(TENS, 2)}
)
ORDINALS = (
    {w: n for n, w in enumerate(ORDINAL_ONES + ORDINAL_TEENS, 1)}
    | {w[:-1] + "ieth": 10 * n for n, w in enumerate(TENS, 2)}
    | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "secondary": 2, "tertiary": 3}
)
_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)
PARTS = {"half": _HALF, "halves": _HALF, "quarter": _QUARTER, "quarters": _QUARTER}
SCALES = {"dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
SHORT_SCALES |= {"mln": 10**6, "bln": 10**9, "trn": 10**12, "trln": 10**12}
_MULTIPLE_WORDS: tuple[tuple[int | Fraction, str], ...] = (
    (2, "both pair couple twice double doubled doubling bilateral"),
    (3, "thrice triple tripled trilateral"),
    (4, "quadruple quadrupled quadrilateral"),
    (Fraction(1, 2), "halve halved halving"),
)
MULTIPLES = {word: Fraction(n) for n, words in _MULTIPLE_WORDS for word in words.split()}
DENOMINATORS = {w: n for w, n in ORDINALS.items() if n > 2 and w != "tertiary"}
VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
# Of what each rule of `numbers_in` needs at least one in a text: words in small letters, signs.
NEEDED = {
    "not numbers": frozenset("one ones oneself first second per split".split()),
    "names": frozenset(
        "world group big six g d article chapter resolution boeing airbus shahed iskander leopard "
        "/".split()
    ),
    "money": frozenset(
        "$ € £ ¥ ₴ ₽ euro euros dollar dollars pound pounds cent cents hryvnia hryvnias rouble "
        "roubles ruble rubles yuan yen rupee rupees zloty zlotys krona kronor krone kroner franc "
        "francs".split()
    ),
    "date": frozenset((*MONTHS, *(name[:3] for name in MONTHS), "sept", "-", "/")),
    "time": frozenset(": am pm m gmt".split()),
    "percent": frozenset("% percent percentage cent centage pct pctage".split()),
    "fraction": frozenset(
        (
            *PARTS,
            "quarters",
            *DENOMINATORS,
            *(f"{name}s" for name in DENOMINATORS),
            "/",
            "⁄",
            *VULGAR,
        )
    ),
    "ordinal": frozenset((*ORDINALS, "st", "nd", "rd", "th")),
    "vague": frozenset("dozens tens hundreds thousands millions billions trillions scores".split()),
    "multiple": frozenset((*MULTIPLES, "fold", *(f"{name}fold" for name in WORDS))),
    "amount": frozenset((*WORDS, *SCALES, "hundred")),
    # What else makes another number of digits, and what does at the digits only.
    "apart": frozenset((*SHORT_SCALES, "minus")) - {"k", "m", "b"},
    "at": frozenset("0 - / ⁄ : g d st nd rd th per split".split()),
}
