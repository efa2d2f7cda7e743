"""What stands around each entry of a ledger, worked out for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from stateofplay.ledger.contents import Contents
from stateofplay.ledger.turns import Turn


@dataclass
class Around:
    """The ids of the entries around each entry: those computed with it, those that restate it, the
    findings that a change of it is held against; and `standing`, the verdict on the statement that
    a figure is part of, as the counts count it.
    """

    feeds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    restated_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    turned: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    standing: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Contents, turns: Mapping[str, tuple[Turn, ...]]) -> Around:
        around = cls()
        for entry in ledger.computed:
            for name in dict.fromkeys(entry.inputs):
                around.feeds[name].append(entry.id)
        for figure in ledger.figures.values():
            around.restated_by[figure.restates].append(figure.id)
        for finding, each in turns.items():
            for turn in each:
                around.turned[turn.figure].append(finding)
        for group, verdict in ledger.statements:
            around.standing |= {figure.id: verdict for figure in group}
        return around
