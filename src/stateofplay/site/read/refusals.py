"""What the pages show of Markdown, and what an author writes instead of the rest."""

from __future__ import annotations

import re

# What Markdown leaves in the text where it did not understand it, with what to do; a code span
# that follows shows as a backtick.
LEFT_OVER = {
    re.compile(pattern, re.MULTILINE): advice
    for pattern, advice in (
        (
            r":::+|```+|~~~+",
            "a directive opens with :::{name} on a line of its own (after ``` its title "
            "holds no role), and closes with :::",
        ),
        (
            r"\{[^{}\n]*\}?|\S*\}",
            "a role’s name and its backticks stand together, as in {fig}`id`, with \\| for "
            "| in a table; braces that are meant as such go into `code`",
        ),
        (r":[a-z][\w-]*:(?=`)", "roles are written {name}`text`"),
        (r"^\.\. [\w-]+::", "directives are written :::{name}"),
        (
            r"~~",
            "write ~~text~~ without blanks inside, and strikethrough under myst_enable_extensions "
            "in _config.yml",
        ),
        (
            r"\$\$|\$[^\s$][^$\n]*\$",
            "a formula is $x$, or stands between lines of $$, and needs dollarmath "
            "under myst_enable_extensions in _config.yml; money is a {fig}`id`",
        ),
        (r"\\(?:begin|end|\(|\[)", "write a formula as $x$, or between lines of $$"),
        (r"\[\[[^\[\]\n]+\]\]", "a link to a page is [text](page.md)"),
        (r"\[@[\w:-]+", "a source is {source}`key`"),
        (
            r"\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
            "a link by a name needs its address on a line of its own, [name]: https://…",
        ),
        (r"\A\[![A-Z]+\]", "a box is :::{note}, :::{tip} or :::{warning}, and closes with :::"),
        (r"==(?=[^\s=])[^=\n]*[^\s=]==", "marked text is <mark>text</mark>"),
        (r"(?<=\w)(?P<sign>[~^])[^\s~^]{1,20}(?P=sign)", "write {sub}`text` or {sup}`text`"),
        (r"(?<![\w:]):[a-z][a-z_]+:(?![\w:`])", "write the sign itself, or a word"),
        (r"\A\[[ xX]\](?=\s)", "the pages show no task lists; write in words what is done"),
        (
            r"\[\^[^\]\s]+\]",
            "the footnote has no text; write [^name]: and its text on a line of its own",
        ),
        (
            r"!\[[^\]]*\]?|\[[^\]]*\]\((?=\S)",
            "a link is [text](address), a picture ![what it shows](file), "
            "without blanks in the address",
        ),
        (r"\*\*|(?<!\w)__|__(?!\w)", "strong text is **text**, without blanks inside"),
        (
            r"^\|.*\|[ \t]*$",
            "a table has an empty line before it, and under its head |---| with as many columns",
        ),
        (r"^\([\w.-]+\)=", "a label stands on a line of its own, before what it names"),
    )
}
INSTEAD = {
    "sidebar": "write the text where it belongs, or in a {note}",
    "rubric": "write a heading",
    "topic": "write a heading, or a {note} or {admonition}",
    "line block": "write a list or a table",
    "pending": "the pages have their own contents and descriptions",
    "meta": "a page is described by its first sentence",
    "container": "write :::{note} or another directive in braces",
}
# Directives of other themes and extensions, and those that bring in what is not the page's own.
REFUSED = {
    name: instead
    for names, instead in (
        (
            "tab-set tab-item tabs tab tabbed",
            "headings, or a {dropdown} for each: tabs hide text on paper",
        ),
        ("margin sidebar aside", "a {note}, or a footnote [^1]"),
        (
            "grid grid-item grid-item-card card panels gallery button-link",
            "lists, links and tables",
        ),
        (
            "bibliography footbibliography",
            "nothing: the page Sources lists what figures name as theirs",
        ),
        ("include literalinclude", "the text itself: what a page shows stands in its own file"),
        ("raw iframe video youtube audio eval-rst only mermaid", "Markdown, or a chart by show()"),
        ("toggle details", ":::{dropdown} with a title"),
        ("csv-table", "a Markdown table or {list-table}"),
        ("contents tableofcontents", "nothing: the pages have their own contents"),
        ("toctree", "the page into _toc.yml"),
    )
    for name in names.split()
}
SHOWN = re.compile(
    """
    abbreviation | attribution | block_quote | bullet_list | caption | classifier | colspec |
    comment | compound | definition | definition_list | definition_list_item | docinfo | document |
    download_reference | emphasis | entry | enumerated_list | field_list | figure | footnote |
    footnote_reference | glossary | image | index | inline | label | legend | list_item | literal |
    literal_block | literal_emphasis | literal_strong | manpage | math | math_block | paragraph |
    pending_xref | problematic | raw | reference | row | section | strong | subscript |
    substitution_definition | superscript | system_message | table | target | tbody | term | tgroup
    | thead | title | toctree | transition
""",
    re.VERBOSE,
)
# Markup without attributes that Markdown has no sign for.
HARMLESS = re.compile(
    r"</?(?:abbr|b|bdi|br|cite|del|dfn|em|i|ins|kbd|mark|q|s|small|strong|sub|sup|u|var|wbr)"
    r"\s*/?>",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)
