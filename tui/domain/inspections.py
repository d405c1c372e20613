"""Inspections: paint panel by panel, battery and odometer on a day, and how much the record can prove.

Thicknesses are in micrometres (µm), battery health in percent, distances in kilometres. What a panel comes to and what
grade an inspection has is derived from what stands in it and is never stored, so that nobody can type it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from tui.domain.attachments import GRADES
from tui.domain.cars import Car
from tui.domain.documents import Attachment
from tui.domain.problems import Problem, Severity

PLASTIC = "plastic"
MATERIALS = ("steel", "aluminium", PLASTIC)
THICKEST_UM = 5_000
"""Micrometres that gauges of the trade read up to; a figure above is a slip of the finger."""
ACCREDITED, OWN, CHAT = GRADES
ORIGINAL, REPAINTED, FILLER, REPLACED = "original", "repainted", "filler", "replaced"


class Basis(StrEnum):
    """What an inspection is said to rest on; what it can prove may be less, and is never more."""

    ACCREDITED = "accredited"
    OWN = "own"
    CHAT = "chat"


_BEST = {Basis.ACCREDITED: ACCREDITED, Basis.OWN: OWN, Basis.CHAT: CHAT, None: ACCREDITED}


class PanelReading(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was found on one panel: readings in µm, stated codes, and the material where it is not the usual one."""

    panel: str
    um: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    material: str = ""


class Inspection(msgspec.Struct, frozen=True, omit_defaults=True):
    """One inspection of one car. ``calibrated_on`` is the day the instrument was calibrated last.

    ``inspector`` is the person, ``issuer`` the house whose report it is, ``number`` the report's.
    """

    car_id: int
    on: date
    basis: Basis | None = None
    number: str = ""
    issuer: str = ""
    inspector: str = ""
    instrument: str = ""
    calibrated_on: date | None = None
    panels: tuple[PanelReading, ...] = ()
    battery_soh: Decimal | None = None
    battery_on: date | None = None
    battery_tool: str = ""
    odometer_km: int | None = None
    attachments: tuple[Attachment, ...] = ()
    note: str = ""
    void: bool = False
    id: int = 0

    @property
    def battery_day(self) -> date:
        """The day the battery was measured: the inspection's unless another is given."""
        return self.battery_on or self.on


class PanelKind(msgspec.Struct, frozen=True):
    """A panel of a car: English title and the short name on the map, usual material, other words for it."""

    id: str
    title: str
    label: str
    material: str
    aliases: tuple[str, ...] = ()


class PanelCode(msgspec.Struct, frozen=True):
    """What may be stated of a panel; ``key`` types it. ``paint`` tells codes of the paint from those of damage."""

    id: str
    title: str
    key: str
    paint: bool
    aliases: tuple[str, ...] = ()


class Panels(msgspec.Struct, frozen=True):
    """The panels in walking order, and the codes, by id."""

    kinds: Mapping[str, PanelKind]
    codes: Mapping[str, PanelCode]

    @property
    def measurable(self) -> tuple[str, ...]:
        """The panels that a gauge can usually read."""
        return tuple(one.id for one in self.kinds.values() if one.material != PLASTIC)


class Limits(msgspec.Struct, frozen=True):
    """Bounds of a material in µm.

    Below ``least`` paint is too thin, up to ``original`` as from the works, up to ``repainted`` painted again, above it
    filled.
    """

    least: int
    original: int
    repainted: int


class Yardstick(msgspec.Struct, frozen=True):
    """What inspections are judged by: limits by material, and how many days a calibration holds."""

    limits: Mapping[str, Limits]
    calibration_days: int


class Finding(StrEnum):
    """What the readings of a panel come to."""

    WITHIN = "within"
    THIN = "thin"
    REPAINTED = "repainted"
    FILLED = "filled"
    NOT_MEASURED = "not_measured"
    NOT_MEASURABLE = "not_measurable"


class Overall(StrEnum):
    """What an inspection finds of the whole car's paint."""

    WITHIN = "within"
    """Every panel that a gauge can read was measured, and is within range."""
    PARTLY = "partly"
    """What was measured is within range; not everything was."""
    THIN = "thin"
    REPAINTED = "repainted"
    FILLED = "filled"
    NOT_MEASURED = "not_measured"


class PanelFinding(msgspec.Struct, frozen=True):
    """One panel judged. ``contradicts``: the readings do not bear out the stated code."""

    panel: str
    material: str
    um: tuple[int, ...]
    codes: tuple[str, ...]
    finding: Finding
    contradicts: bool = False


class Why(msgspec.Struct, frozen=True):
    """Why a grade is what it is; ``params`` fill the sentence of the code."""

    code: str
    params: dict[str, str] = {}


class Judged(msgspec.Struct, frozen=True):
    """An inspection with what follows from it; ``panels`` are all panels in walking order."""

    inspection: Inspection
    panels: tuple[PanelFinding, ...]
    overall: Overall
    grade: str
    why: tuple[Why, ...]
    lost: tuple[str, ...] = ()
    """The names of files that are missing or not what they were."""

    @property
    def measured(self) -> int:
        """How many panels were measured."""
        return sum(bool(one.um) for one in self.panels)

    @property
    def measurable(self) -> int:
        """How many panels a gauge could read."""
        return sum(one.finding is not Finding.NOT_MEASURABLE for one in self.panels)

    @property
    def contradictions(self) -> tuple[PanelFinding, ...]:
        """The panels whose readings do not bear out what is stated."""
        return tuple(one for one in self.panels if one.contradicts)

    @property
    def is_proof(self) -> bool:
        """Whether its readings count as facts of the car: in force, all files there, better than a video or a chat."""
        return not self.inspection.void and not self.lost and self.grade != CHAT


def judge(inspection: Inspection, panels: Panels, by: Yardstick, sizes: Mapping[str, int]) -> Judged:
    """Judge an inspection; ``sizes`` are the files of the book in bytes, by sha256."""
    stated = {one.panel: one for one in inspection.panels}
    found = tuple(panel_finding(stated.get(kind.id, PanelReading(kind.id)), kind, by) for kind in panels.kinds.values())
    lost = tuple(one.name for one in inspection.attachments if sizes.get(one.sha256) != one.size)
    grade, why = _grade(inspection, by, lost)
    return Judged(inspection, found, _overall(found), grade, why, lost)


def panel_finding(reading: PanelReading, kind: PanelKind, by: Yardstick) -> PanelFinding:
    """What the readings of a panel come to, by the worst of them."""
    material = reading.material or kind.material
    limits = by.limits.get(material)
    if limits is None:
        finding = Finding.NOT_MEASURABLE
    elif not reading.um:
        finding = Finding.NOT_MEASURED
    elif max(reading.um) > limits.repainted:
        finding = Finding.FILLED
    elif max(reading.um) > limits.original:
        finding = Finding.REPAINTED
    elif min(reading.um) < limits.least:
        finding = Finding.THIN
    else:
        finding = Finding.WITHIN
    return PanelFinding(
        reading.panel, material, reading.um, reading.codes, finding, _contradicts(finding, reading.codes)
    )


def _contradicts(finding: Finding, codes: Sequence[str]) -> bool:
    """A panel said to be original that is not, or said to be painted or filled that shows no more than the works' coat.

    A replaced panel may have any coat.
    """
    if finding in {Finding.NOT_MEASURED, Finding.NOT_MEASURABLE}:
        return False
    if ORIGINAL in codes:
        return finding is not Finding.WITHIN
    if FILLER in codes:
        return finding is not Finding.FILLED
    return REPAINTED in codes and finding in {Finding.WITHIN, Finding.THIN}


def _overall(found: Sequence[PanelFinding]) -> Overall:
    """The worst of what was measured and of what was stated."""
    seen = {one.finding for one in found}
    said = {code for one in found for code in one.codes}
    if Finding.FILLED in seen or FILLER in said:
        return Overall.FILLED
    if Finding.REPAINTED in seen or said & {REPAINTED, REPLACED}:
        return Overall.REPAINTED
    if Finding.THIN in seen:
        return Overall.THIN
    if Finding.WITHIN not in seen:
        return Overall.NOT_MEASURED
    return Overall.PARTLY if Finding.NOT_MEASURED in seen else Overall.WITHIN


# what it can prove


def _grade(one: Inspection, by: Yardstick, lost: Sequence[str]) -> tuple[str, tuple[Why, ...]]:
    """The grade, and what stands between it and the next better one."""
    if lost:
        return CHAT, (Why("grade_file_lost", {"files": ", ".join(lost)}),)
    best = _BEST[one.basis]
    if best == CHAT:
        return CHAT, (Why("grade_chat"),)
    against_a = tuple(_against_a(one))
    if best == ACCREDITED and not against_a:
        reports = ", ".join(file.name for file in one.attachments if file.grade == ACCREDITED)
        return ACCREDITED, (Why("grade_a", {"files": reports, "issuer": one.issuer, "number": one.number}),)
    against_b = tuple(_against_b(one, by))
    if against_b:
        return CHAT, against_b
    reason = Why("grade_b", {"instrument": one.instrument or one.battery_tool, "who": one.inspector or one.issuer})
    return OWN, (reason, *(against_a if one.basis is Basis.ACCREDITED else ()))


def _against_a(one: Inspection) -> Iterable[Why]:
    if not any(file.grade == ACCREDITED for file in one.attachments):
        yield Why("grade_a_no_file")
    if not one.issuer:
        yield Why("grade_a_no_issuer")
    if not one.number:
        yield Why("grade_a_no_number")


def _against_b(one: Inspection, by: Yardstick) -> Iterable[Why]:
    if not (one.inspector or one.issuer):
        yield Why("grade_b_no_inspector")
    measured = any(panel.um for panel in one.panels)
    if measured and not one.instrument:
        yield Why("grade_b_no_instrument")
    if measured and one.calibrated_on is None:
        yield Why("grade_b_no_calibration")
    elif measured and one.calibrated_on is not None:
        age = (one.on - one.calibrated_on).days
        if age > by.calibration_days:
            day = one.calibrated_on.isoformat()
            yield Why("grade_b_old_calibration", {"day": day, "days": str(age), "most": str(by.calibration_days)})
        elif age < 0:
            yield Why("grade_b_late_calibration", {"day": one.calibrated_on.isoformat(), "on": one.on.isoformat()})
    if one.battery_soh is not None and not one.battery_tool:
        yield Why("grade_b_no_tool")
    pictured = any(file.grade and file.grade != CHAT for file in one.attachments)
    if not measured and one.battery_soh is None and not pictured:
        yield Why("grade_b_nothing_measured")


# what is wrong with one


def inspection_problems(
    one: Inspection, car: Car, panels: Panels, today: date, others: Iterable[Inspection] = ()
) -> tuple[Problem, ...]:
    """What is wrong with an inspection; ``others`` are those of the same car that are in force."""
    return (*_day_problems(one, car, today), *_panel_problems(one, panels), *_odometer_problems(one, others))


def _day_problems(one: Inspection, car: Car, today: date) -> Iterable[Problem]:
    for name, day in (("on", one.on), ("calibrated_on", one.calibrated_on), ("battery_on", one.battery_on)):
        if day is not None and day > today:
            yield Problem("date_in_future", name, {"date": day.isoformat(), "today": today.isoformat()})
    if one.calibrated_on is not None and one.on < one.calibrated_on <= today:
        params = {"calibrated": one.calibrated_on.isoformat(), "on": one.on.isoformat()}
        yield Problem("calibrated_after_inspection", "calibrated_on", params)
    built = car.manufacture_date
    if built is not None and one.on < built.earliest:
        yield Problem("inspected_before_built", "on", {"on": one.on.isoformat(), "built": str(built)})
    if not one.panels and one.battery_soh is None and one.odometer_km is None and not one.attachments:
        yield Problem("inspection_missing", "panels")


def _panel_problems(one: Inspection, panels: Panels) -> Iterable[Problem]:
    seen: set[str] = set()
    for reading in one.panels:
        kind = panels.kinds.get(reading.panel)
        if kind is None:
            yield Problem("panel_unknown", "panels", {"value": reading.panel[:40], "known": ", ".join(panels.kinds)})
            continue
        if reading.panel in seen:
            yield Problem("panel_twice", reading.panel, {"panel": reading.panel})
        seen.add(reading.panel)
        strange = [um for um in reading.um if not 0 < um <= THICKEST_UM]
        if strange:
            yield Problem(
                "thickness_out_of_bounds", reading.panel, {"value": str(strange[0]), "most": str(THICKEST_UM)}
            )
        if reading.um and (reading.material or kind.material) == PLASTIC:
            yield Problem("panel_plastic", reading.panel, {"panel": reading.panel})
        paint = [code for code in reading.codes if code in panels.codes and panels.codes[code].paint]
        if len(paint) > 1:
            yield Problem("panel_codes_contradict", reading.panel, {"codes": ", ".join(paint)})


def _odometer_problems(one: Inspection, others: Iterable[Inspection]) -> Iterable[Problem]:
    """A reading below an earlier one, or above a later one: a person has to look again."""
    if one.odometer_km is None:
        return
    for other in others:
        if other.id == one.id or other.void or other.odometer_km is None or other.on == one.on:
            continue
        if (other.odometer_km - one.odometer_km) * (one.on - other.on).days > 0:
            params = {"km": str(one.odometer_km), "other": str(other.odometer_km), "on": other.on.isoformat()}
            yield Problem("odometer_backwards", "odometer_km", params, Severity.CONFIRM)
            return
