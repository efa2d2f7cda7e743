"""Reads a built page: every piece of text that is shown or spoken, with the elements around it, and
what the page links to.

On html.parser alone, for the proof reads every page twice and needs what stands around each text:
all pages of the first book, 38 files with 2.6 MB, are read in 0.6 to 0.7 s; Beautiful Soup takes
0.9 to 1.1 s (with lxml 0.8 s) for its tree, of which texts and their surroundings would still have
to be made. Where pages are changed and written again, Beautiful Soup does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urlparse

# Elements that never hold anything.
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SPOKEN = ("data-label", "aria-label", "title", "alt", "content")
_LINKS = ("href", "src", "action")
# Attributes that name ids of the page.
REFERRING = (
    *("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "headers"),
    "list",
)


@dataclass(frozen=True)
class Element:
    """An open element: its number on the page, tag, classes, id, the fragment that it links to, its
    fill where it is drawn, what it is said to be."""

    number: int
    tag: str
    classes: frozenset[str]
    id: str
    fragment: str
    fill: str
    label: str


@dataclass(frozen=True)
class Text:
    """A piece of a page's text with the elements around it, outermost first; `attribute` names the
    one that it stands in."""

    words: str
    around: tuple[Element, ...]
    attribute: str = ""

    @cached_property
    def tags(self) -> set[str]:
        return {element.tag for element in self.around}

    @cached_property
    def classes(self) -> set[str]:
        return {name for element in self.around for name in element.classes}

    def within(self, tag: str, name: str = "") -> Element | None:
        """The innermost element around the text with this tag and, where given, this class."""
        return next(
            (e for e in reversed(self.around) if e.tag == tag and (not name or name in e.classes)),
            None,
        )


class Page(HTMLParser):
    """One page: `texts`, `links` (the addresses in it), `anchors` (the ids in it), `references`
    (the ids that its elements name), and `inside`: the fragments that are linked to inside each
    element, by its number.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[Text] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.references: set[str] = set()
        self.inside: dict[int, set[str]] = {}
        self._open: list[Element] = []
        self._count = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._count += 1
        element = Element(
            self._count,
            tag,
            frozenset(values.get("class", "").split()),
            values.get("id", ""),
            urlparse(values.get("href", "")).fragment,
            values.get("fill", ""),
            values.get("data-label", ""),
        )
        around = (*self._open, element)
        self.texts += [
            Text(values[name], around, name)
            for name in _SPOKEN
            if values.get(name) and _is_said(tag, name, values)
        ]
        self.links += [values[name] for name in _LINKS if values.get(name)]
        self.references |= {
            name for attribute in REFERRING for name in values.get(attribute, "").split()
        }
        if element.fragment:
            for outer in around:
                self.inside.setdefault(outer.number, set()).add(element.fragment)
        self.anchors += [values["id"]] if values.get("id") else []
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        for n in range(len(self._open) - 1, -1, -1):
            if self._open[n].tag == tag:
                del self._open[n:]
                break

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(Text(data, tuple(self._open)))


def _is_said(tag: str, name: str, values: dict[str, str]) -> bool:
    """A head's `content` is said where it describes the page, and not where it is an address, a
    size or a policy."""
    if tag != "meta":
        return name != "content"
    return name == "content" and values.get("name", values.get("property", "")).endswith(
        ("description", "title", ":alt")
    )


def whole(texts: list[Text], tag: str, name: str = "") -> list[Text]:
    """`texts` with those inside one element (such as an SVG's `text`, which holds a line each) put
    together as one."""
    joined: list[Text] = []
    parts: dict[int, int] = {}
    for text in texts:
        element = None if text.attribute else text.within(tag, name)
        if element is None:
            joined.append(text)
        elif element.number in parts:
            first = joined[parts[element.number]]
            space = " " if tag == "text" else ""
            joined[parts[element.number]] = Text(f"{first.words}{space}{text.words}", first.around)
        else:
            parts[element.number] = len(joined)
            until = next(n for n, e in enumerate(text.around) if e is element)
            joined.append(Text(text.words, text.around[: until + 1]))
    return joined
