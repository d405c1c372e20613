"""What the check asks besides the rules: the gates of the localisation kit and of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tui.desk.agreeing import Agreeing
from tui.desk.context import Desk
from tui.desk.kit_gate import kit_gate
from tui.domain.assessing import Own
from tui.domain.cars import Car
from tui.domain.facts import Case
from tui.domain.gates import with_flags
from tui.domain.readiness import Assessment, Flag, Verdict, worst
from tui.domain.rules import Gate
from tui.domain.shipments import Shipment


class GateSource(Protocol):
    """What fills one gate for one question; it reads the book when it is first asked."""

    @property
    def gate(self) -> Gate:
        """The gate it fills."""
        ...

    def flags(self, car: Car, own: Own, frame: Case, shipment: Shipment | None) -> tuple[Flag, ...] | None:
        """What stands for and against a car; None where the gate is not assessed for it.

        ``own`` has the car's facts; ``frame`` the destination, the days the rules are read at, the facts of the deal,
        and whether the question is strict. ``shipment`` is the one that carries the car there, if any. Cars that
        nothing tells apart should be given the same tuple: answers are put together once for each.
        """
        ...

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields of a car that it reads, its facts included; of banded facts only their band."""
        ...

    def marks(self, cars: Sequence[Car]) -> Sequence[int] | None:
        """Numbers that tell cars apart by what else the gate knows of each; None where it knows of none."""
        ...


def gate_sources(desk: Desk) -> tuple[GateSource, ...]:
    """The sources of a question, in the order in which their flags are listed."""
    agreeing, kits = Agreeing(desk), kit_gate(desk)
    return (kits,) if agreeing.is_empty else (kits, agreeing)


_UNKNOWN = (None, (), None)


class Joined:
    """Puts what gates found into the answers of the rules, once for each pair of objects."""

    def __init__(self, sources: Sequence[GateSource]) -> None:
        self._sources = tuple(sources)
        self._known: dict[tuple[int, int], tuple[Assessment, tuple[Flag, ...], Assessment]] = {}
        """By the identity of answer and flags; both are kept, so that no identity is given twice."""
        self._worst: dict[int, tuple[tuple[Flag, ...], Verdict]] = {}

    def __call__(self, said: Assessment, car: Car, own: Own, frame: Case, shipment: Shipment | None) -> Assessment:
        """The answer with what every gate found of a car."""
        for source in self._sources:
            flags = source.flags(car, own, frame, shipment)
            if flags is not None:
                said = self._known.get((id(said), id(flags)), _UNKNOWN)[2] or self._join(said, flags, source.gate)
        return said

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields of a car that any gate reads."""
        return tuple(name for source in self._sources for name in source.reads)

    def marks(self, cars: Sequence[Car]) -> list[Sequence[int]]:
        """What tells cars apart besides their facts and fields, of every gate that knows anything of some."""
        found = (source.marks(cars) for source in self._sources)
        return [marks for marks in found if marks is not None]

    def _join(self, said: Assessment, flags: tuple[Flag, ...], gate: Gate) -> Assessment:
        joined = with_flags(said, gate, flags, self._worst_of(flags))
        self._known[id(said), id(flags)] = (said, flags, joined)
        return joined

    def _worst_of(self, flags: tuple[Flag, ...]) -> Verdict:
        """The worst of some flags, worked out once for each tuple."""
        known = self._worst.get(id(flags))
        if known is None:
            known = self._worst[id(flags)] = (flags, worst(flag.verdict for flag in flags))
        return known[1]
