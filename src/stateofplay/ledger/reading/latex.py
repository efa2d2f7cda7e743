"""Reads a field of a bibliography as LaTeX means it, and writes text so that it reads back."""

from __future__ import annotations

import codecs
import re

# Registers the codec "ulatex": letters of any script, accents, dashes, quotes.
import latexcodec  # noqa: F401

# What the codec leaves, because it is about form and not about letters.
_FORM = re.compile(
    r"\\(?:text(?:it|bf|sc|sf|tt|rm|sl|up|md|normal|subscript|superscript)"
    r"|emph|mbox|hbox|url|enquote"
    r"|mkbib\w+|(?:it|bf|em|sc|sf|tt|rm|sl)(?:shape|series|family)?"
    r"|protect|noopsort)(?![A-Za-z])\s*"
)
_SIGNS = {
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "texteuro": "€",
    "euro": "€",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "slash": "/",
    "textdegree": "°",
    "guillemotleft": "«",
    "guillemotright": "»",
    "textellipsis": "…",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textnumero": "№",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textasciitilde": "~",
    "textunderscore": "_",
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
}
_SIGN = re.compile(
    rf"\\({'|'.join(sorted(_SIGNS, key=len, reverse=True))})(?![A-Za-z])(?:\s*\{{\}}|\s+)?"
)
# Signs that stand for themselves once they are read; held aside, so that nothing else is read
# into them.
_ESCAPED = re.compile(r"\\([{}$&%#_])")
_LONE = re.compile(
    r"(?<!\\)([%$])"
)  # no comment and no formula in a field, whatever TeX makes of them
# What LaTeX prints as it stands: most titles and names. Signs that mean something where they are
# doubled stand alone here, and a blank as well.
_PLAIN = re.compile(r"(?:[^\W_]|[.:;()/+]|([-, ])(?!\1))*")
_ASIDE = 0xE000  # the first character for private use
_WRITTEN = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\u00a0": "~",
    }
    | {sign: f"\\{sign}" for sign in "&%$#_"}
)


def from_latex(text: str) -> str:
    """`text` as it would be printed: accents, dashes and quotes as letters, no braces, no form.

    Raises ValueError, with what to do, for a command that says neither a letter nor a form.
    """
    if _PLAIN.fullmatch(text):
        return text.strip()
    private = re.search(r"[\ue000-\uf8ff]", text)
    if private:
        raise ValueError(
            f"has U+{ord(private[0]):04X}, a character that no two programs show alike; delete it"
        )
    formula = re.search(r"(?<!\\)\$[^$]*[\\^_{][^$]*(?<!\\)\$", text)
    if formula:
        raise ValueError(f"has the formula {formula[0][:40]}; write it in words or plain signs")
    aside: list[str] = []

    def hold(match: re.Match[str]) -> str:
        aside.append(_SIGNS.get(match[1], match[1]))
        return chr(_ASIDE + len(aside) - 1)

    text = re.sub(r"\\[-/@!]|\\(?=[,;: ])", "", re.sub(r"\\[,;:]|\\\\(?:\[[^]]*\])?", " ", text))
    held = _LONE.sub(hold, _SIGN.sub(hold, _ESCAPED.sub(hold, text)))
    plain = re.sub(r"[{}]", "", _FORM.sub("", _decode(held)))
    command = re.search(r"\\([A-Za-z]+|.)", plain)
    if command:
        raise ValueError(
            f"has the command \\{command[1]}, which stands for no letter; write the letter itself"
        )
    return re.sub(r"[\ue000-\uf8ff]", lambda match: aside[ord(match[0]) - _ASIDE], plain).strip()


def _decode(text: str) -> str:
    # The types of `codecs` know its own text encodings only, and latexcodec has registered another.
    decoded: object = codecs.getdecoder("ulatex")(text)[0]  # type: ignore[arg-type]
    return str(decoded)


def verbatim(text: str) -> str:
    """An address as it is meant, without the braces and backslashes that some programs write."""
    plain = re.sub(r"\\([&%$#_~])(?:\{\})?", r"\1", text.strip())
    return plain[1:-1] if plain.startswith("{") and plain.endswith("}") else plain


def to_latex(text: str) -> str:
    """`text` for a field of a bibliography: `from_latex` gives it back, and LaTeX prints it."""
    written = text.translate(_WRITTEN)
    return re.sub(
        r"(?<=-)(?=-)|(?<=,)(?=,)|(?<=')(?=')|(?<=[`!?])(?=`)", "{}", written
    )  # not a dash, not a quote
