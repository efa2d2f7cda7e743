"""The book as Orca, a screen reader, says it with Firefox and with Chromium.

What it says is stored as pictures are: `make references` writes it anew, to be read before it is
kept. In brackets is what Orca adds to the words of the page; a line is what one key makes it say.
`make test` runs these tests alone, when no others run. They wait for what Orca says and does, never
for a time to pass; where it falls silent, Orca and the browser are started anew and all is read
again.
"""

from __future__ import annotations

import difflib
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from pathlib import Path

import pytest

import drivers
import hearing
from engines import RECORD, Browser
from hearing import once, phrases_of, words_of
from projects import REPOSITORY
from stateofplay.publish import pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.ear,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Orca runs on Linux only"),
]
HEARD = Path(__file__).parent / "references"
# What is said of a chart is stored where readers find it.
PAGE = REPOSITORY.book / "accessibility-more.md"
PRINTED = re.compile(r"(?<=```text\n)(?:\w+\S*: .*\n)+(?=```)")
# What Orca says of a page once it is loaded, whenever it comes to it.
LOADED = re.compile(r"\[(?:Page has|Finished loading|Loading)")
RENEW = bool(os.environ.get("RENEW"))
MOST = 600  # lines of a page
CHART = "#losses-by-month .sop-chart"
# Every word that a page gives to be said from its text on to its foot, in order.
WORDS = r"""(() => {
  const labelled = e => (e.getAttribute("aria-labelledby") || "").split(" ")
    .map(id => document.getElementById(id)?.textContent).join(" ");
  const say = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true")
      return "";
    const style = getComputedStyle(node), label = node.getAttribute("aria-label") || "";
    if (style.display === "none" || style.visibility === "hidden") return "";
    if (node.matches("a[aria-label], svg[role=img]")) return ` ${label || labelled(node)} `;
    const own = node.matches("[role=group], nav.sop-contents") ? label : "";
    const inside = node.matches("details:not([open])") ? [node.querySelector("summary")] :
      [...node.childNodes];
    return `${own} ${inside.map(say).join("")} `;
  };
  const main = document.querySelector("main"), after = [...document.querySelectorAll("nav")]
    .filter(e => !main.contains(e) && !e.closest("header") &&
      main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
  return [main, ...after].map(say).join(" ").replace(/\s+/g, " "); })()"""

# The stop of the Tab key before an element.
BEFORE = """selector => { const target = document.querySelector(selector);
  const stops = [...document.querySelectorAll("a, button, input, select, summary, [tabindex]")]
    .filter(e => e === target || e.tabIndex >= 0 && e.getClientRects().length);
  return stops[stops.indexOf(target) - 1]; }"""


class Listener:
    """A reader with Orca in front of a browser; `heard` are the lines of what was done and said."""

    def __init__(self, start: Callable[[ExitStack], tuple[hearing.Orca, Browser]], address: str):
        self.start, self.stack, self.address = start, ExitStack(), address
        self.start_anew()

    def start_anew(self) -> None:
        """End Orca and the browser, if there were any, and start others."""
        self.stack.close()
        self.orca, self.browser = self.start(self.stack)
        self.heard: list[str] = []

    def open(self, path: str, said: str = "Finished loading") -> None:
        """Load a page, and wait until Orca says so, or something else that it says at the end."""
        self.orca.take()
        self.browser.open(f"{self.address}/{path}")
        self.orca.until_said(said)
        self.heard = []

    def press(self, key: str) -> list[str]:
        """Press a key that is Orca's own.

        A link that Orca comes to has the focus a little later, and Orca goes back to it then. So
        the browser is asked something, and Orca given a key that means nothing, before the next.
        """
        said = self.orca.press(key)
        self.browser.value("document.hasFocus()")
        return self._note(key, said + self.orca.press("Shift_L"))

    def press_until_said(self, key: str, words: str) -> list[str]:
        """Press a key that is the page's."""
        return self._note(key, self.orca.press_until_said(key, words))

    def tab_to(self, selector: str, words: str) -> list[str]:
        """Come to an element by the Tab key from the stop before it."""
        self.browser.value(f"({BEFORE})({selector!r}).focus()")
        said = self.orca.press_until_said("Tab", words)
        before = next(n for n, phrase in enumerate(said) if words in phrase)
        return self._note("Tab", said[before:])  # without the stop that the focus came from

    def read(self, until: str) -> None:
        """Read line by line until a phrase is said."""
        if not self.heard:
            self.orca.press("ctrl+Home")
        for _ in range(MOST):
            if any(until in phrase for phrase in self.press("Down")):
                return
        raise AssertionError(f"{until} is not said in {MOST} lines: {self.heard[-3:]}")

    def _note(self, key: str, said: list[str]) -> list[str]:
        said = [phrase for phrase in said if not LOADED.match(phrase)]
        words = " ".join(" ".join(said).split()).replace(self.address, "")  # of this machine
        self.heard.append(f"{key}: {words}")
        return said

    def from_main(self) -> str:
        """The lines from the page's text on."""
        first = next(n for n, line in enumerate(self.heard) if "[main content]" in line)
        return "\n".join(self.heard[first:])


def assert_same(wanted: list[str], found: list[str]) -> None:
    told = "\n".join(difflib.unified_diff(wanted, found, "wanted", "said", lineterm=""))
    assert not told, told


def compare(name: str | re.Pattern[str], heard: str) -> None:
    """Hold what was said against what is stored: in a file, or in the block of the page that prints
    it.
    """
    file = PAGE if isinstance(name, re.Pattern) else HEARD / f"{name}.heard.txt"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if RENEW:
        text = name.sub(lambda _: heard, text) if isinstance(name, re.Pattern) else f"{heard}\n"
        file.write_text(text, encoding="utf-8")
    stored = name.search(text)[0] if isinstance(name, re.Pattern) else text
    assert_same(phrases_of(stored), phrases_of(heard))


@pytest.fixture(scope="module", params=["firefox", "chromium"])
def listener(request, tmp_path_factory, lacking, address) -> Iterator[Listener]:
    def start(stack: ExitStack) -> tuple[hearing.Orca, Browser]:
        folder = tmp_path_factory.mktemp(f"orca-{request.param}")
        orca, screen = stack.enter_context(hearing.orca(lacking, folder))
        if request.param == "firefox":
            spoken = {"accessibility.force_disabled": -1}
            started = drivers.firefox(lacking, folder, screen, **spoken)
        else:
            headless = request.getfixturevalue("chromium")
            started = drivers.chromium_window(headless, pdf.chromium(), folder, screen)
        return orca, stack.enter_context(started)

    found = Listener(start, address)
    yield found
    found.stack.close()


def listened(test: Callable[..., None]) -> Callable[..., None]:
    """A test that is done once more where Orca falls silent on the way, and only there."""

    @wraps(test)
    def tried(listener: Listener, **given: object) -> None:
        try:
            test(listener, **given)
        except hearing.SilenceError as silence:
            warnings.warn(f"read again, for Orca fell silent: {silence}", stacklevel=2)
            listener.start_anew()
            test(listener, **given)

    return tried


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Down: • One.\nDown: One. Two [link.]\nDown: Three.",
            "Down: One. Two [link.]\nDown: Three.",
        ),
        ("Down: One.\nDown: Two.\nDown: One.", "Down: One.\nDown: Two.\nDown: One."),
        ("Down: One two.\nDown: One three.", "Down: One two.\nDown: One three."),
        ("Down: [statusbar.]\nDown: One.", "Down: [statusbar.]\nDown: One."),
    ],
)
def test_only_a_line_that_the_next_one_begins_with_counts_as_said_again(said, heard) -> None:
    assert once(said) == heard


READ = [("firefox", "index"), ("firefox", "casualties"), ("chromium", "casualties")]


# Of its listener's scope: else each of these tests would start Orca and a browser of its own.
@pytest.mark.parametrize(("listener", "page"), READ, indirect=["listener"], scope="module")
@listened
def test_every_word_of_a_page_is_said_once_and_in_order(listener, page, request) -> None:
    listener.open(f"book/{page}.html")
    wanted = words_of(listener.browser.value(WORDS))
    listener.read("[information]")
    heard = listener.from_main()
    if "chromium" in request.node.name:
        heard = once(heard)
    text = heard.partition("[main content]")[2].rpartition("[information]")[0]
    assert len(wanted) > 500 and "#" not in text and "→" not in text
    assert_same(wanted, words_of(text))
    if "firefox" in request.node.name:
        compare(page, heard)


@listened
def test_a_chart_is_read_by_group_and_mark_in_both_modes(listener, request) -> None:
    """By the page's arrow keys where the screen reader leaves them to the page, and by its own;
    Escape and Tab lead out.
    """
    listener.open("book/casualties.html")
    listener.tab_to(CHART, "Chart")
    assert "[Focus mode]" in listener.press("Insert+a")
    for key, words in (
        ("Right", "2022 (10 marks)"),
        ("Right", "March 2022: 12,200"),
        ("Down", "2023 (12 marks)"),
        ("Down", "2024 (12 marks)"),
        ("Left", "December 2023: 30,470"),
        ("End", "January 2026: 31,680"),
        ("Escape", "Chart"),
    ):
        listener.press_until_said(key, words)
    listener.read("2022 (10 marks)")
    listener.read("April 2022: 5,700")
    listener.press_until_said("Tab", "General Staff")
    if "firefox" in request.node.name:
        compare(PRINTED, "".join(f"{line}\n" for line in listener.heard))


@pytest.mark.parametrize("listener", ["firefox"], indirect=True)
@listened
def test_the_record_of_a_number_is_heard_within_its_sentence(listener) -> None:
    listener.open("book/casualties.html")
    said = listener.tab_to(f"main p a.sop-num[href='{RECORD}']", "31,680")
    assert said[0] == "31,680"  # the number is one phrase
    assert "General Staff of Ukraine" in said[2] and "January 2026" in said[2]
    listener.press("Down")
    assert "names no source" in " ".join(listener.heard)  # the text goes on where it was
    listener.tab_to(f"main p a.sop-num[href='{RECORD}']", "31,680")
    listener.orca.press_until_said("Return", "Finished loading Ledger")
    listener.read("[heading level 3.]")  # the next record
    first = next(n for n, line in enumerate(listener.heard) if "For January 2026" in line)
    listener.heard[first] = re.sub(r": .*(?=For January)", ": ", listener.heard[first])
    compare("record", "\n".join(listener.heard[first:]))


@pytest.mark.parametrize("listener", ["firefox"], indirect=True)
@listened
def test_the_ledger_says_its_table_and_how_many_entries_fit(listener) -> None:
    listener.open("book/ledger.html")
    listener.read("[form]")
    # Not line by line through the fields: each takes the focus, which comes back late at times.
    listener.press("t")  # Orca's key for the next table
    for _ in range(5):
        listener.press("Down")
    listener.tab_to(".sop-filter [name=q]", "Words")
    listener.press_until_said("z", "entries")
    compare("ledger", listener.from_main())


@pytest.mark.parametrize("listener", ["firefox"], indirect=True)
@listened
def test_a_search_says_how_much_it_found_and_what(listener) -> None:
    listener.open("search.html?q=tankers", "[entry]")  # there the focus is
    listener.browser.until("document.querySelector('#search-results a')")
    listener.tab_to("#search-results a", "Oil tankers")  # as a whole: the field holds “tankers”
    listener.press("Up")
    listener.press("Up")
    for _ in range(8):
        listener.press("Down")
    # That the field was left, Orca says with the link or with the line after it.
    compare("search", "\n".join(listener.heard).replace(" [Browse mode]", ""))


@listened
def test_other_numbers_are_heard_and_so_is_the_way_back(listener) -> None:
    listener.open("book/casualties.html?with=recruits_per_month:30000", "would not hold")
    listener.tab_to(".sop-supposed button", "Back to what the sources say")
    listener.press_until_said("Return", "The page shows what the sources say.")
