"""The streams of a chapter's process: what its cells print goes into what they show."""

from __future__ import annotations

import io
import os
import threading

from stateofplay.chapters.shown import TEXT_LIMIT, Record

_MARK = b"\0end of the cell\0"


class Stream(io.TextIOBase):
    """Standard output or error of the chapter's process."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, record: Record, name: str, number: int) -> None:
        self._record, self._name, self._number = record, name, number

    def write(self, text: str) -> int:
        self._record.write(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number


class Pipe:
    """Reads what programs that a cell starts, and libraries in C, write to a file number, until the
    mark that ends a cell."""

    def __init__(self, name: str, number: int, record: Record) -> None:
        self._name, self._number, self._record = name, number, record
        self._reader, writer = os.pipe()
        os.dup2(writer, number)
        os.close(writer)
        self._read, self._done = b"", threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while part := os.read(self._reader, 65536):
            self._read = (self._read + part)[
                -4 * TEXT_LIMIT - 65536 :
            ]  # enough to know it is too much
            if _MARK in self._read:
                self._done.set()

    def end_cell(self) -> None:
        """Add what was written during the cell to the record."""
        os.write(self._number, _MARK)
        self._done.wait(5)
        text, self._read = self._read.replace(_MARK, b""), b""
        self._done.clear()
        self._record.write(self._name, text.decode("utf-8", "replace"))
