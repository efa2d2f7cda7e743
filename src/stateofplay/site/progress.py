"""Says on the terminal how far a build is: a bar where there is a terminal, plain lines where there
is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rich is imported only where a bar is shown
    from rich.progress import Progress, TaskID


class Quiet:
    """Says nothing but warnings. The other kinds say the same things in their own way."""

    def expect(self, chapters: int, pages: int) -> None:
        """A build is about to execute so many chapters, and to read and write so many pages."""

    def chapter(self, name: str, seconds: float) -> None:
        """A chapter has been executed."""

    def page(self, name: str, done: str) -> None:
        """A page has been read or written (`done`)."""

    def warn(self, warning: object) -> None:
        """A cell has warned of something that stops no build: the one thing that every kind
        says."""
        print(f"warning: {warning}", file=sys.stderr, flush=True)


class Lines(Quiet):
    """One line for each chapter that was executed, and one for what there is to do."""

    def expect(self, chapters: int, pages: int) -> None:
        if pages:
            print(
                f"{chapters} {_plural('chapter', chapters)} to execute, "
                f"{pages} {_plural('page', pages)} to write",
                flush=True,
            )

    def chapter(self, name: str, seconds: float) -> None:
        print(f"executed {name} in {seconds:.1f} s", flush=True)


class Bar(Quiet):
    """A bar that moves, with the name of what was done last."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self.bar, self.task = bar, task

    def expect(self, chapters: int, pages: int) -> None:
        self.bar.update(
            self.task,
            total=chapters + 2 * pages,
            description=f"executing {chapters} {_plural('chapter', chapters)}",
        )

    def chapter(self, name: str, seconds: float) -> None:
        self.bar.update(self.task, advance=1, description=f"executed {name} in {seconds:.1f} s")

    def page(self, name: str, done: str) -> None:
        self.bar.update(self.task, advance=1, description=f"{done} {name}")


@contextmanager
def progress(quiet: bool, verbose: bool) -> Iterator[Quiet]:
    """What a build reports to, for as long as it runs."""
    if quiet or verbose:
        yield Quiet()  # verbose: Sphinx says everything itself
    elif not sys.stdout.isatty():
        yield Lines()
    else:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            BarColumn(30),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        with Progress(*columns, transient=True) as bar:
            yield Bar(bar, bar.add_task("reading the data", total=None))


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
