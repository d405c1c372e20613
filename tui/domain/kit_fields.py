"""The fields people fill about kits: items and their evidence, repair partners, parts, distributors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tui.domain import values
from tui.domain.fields import Reading, read_country, read_day, read_make, read_money, read_text, read_yes_no
from tui.domain.localisation import ItemState
from tui.domain.parts import PartStock, PartUse
from tui.domain.record_fields import Reader
from tui.domain.repair_partners import EVERY_MAKE, HvCertificate
from tui.domain.values import Unreadable

_STATES = {
    **{state.value: state.value for state in ItemState},
    "done": "proven", "na": "not_applicable", "n/a": "not_applicable", "working": "in_work",
    "未开始": "open", "待办": "open", "处理中": "in_work", "进行中": "in_work", "已证明": "proven", "已证实": "proven",
    "豁免": "waived", "不适用": "not_applicable",
}  # fmt: skip
_USES = {
    **{use.value: use.value for use in PartUse},
    "关键": "critical", "关键件": "critical", "易损": "wear", "易损件": "wear",
    "其他": "other",
}  # fmt: skip
_EVERY = {"all", "*", "全部", "所有"}
_SPLIT = (";", "；")


def read_makes_or_all(text: str, reading: Reading) -> tuple[str, ...]:
    """Makes parted by commas; ``all`` or ``*`` for every make."""
    if values.folded(text).casefold() in _EVERY:
        return (EVERY_MAKE,)
    return tuple(read_make(part, reading) for part in values.words(text, None, "make"))


def read_languages(text: str, _: Reading) -> tuple[str, ...]:
    """Language codes parted by commas."""
    return values.words(text, None, "language")


def read_certificates(text: str, _: Reading) -> tuple[HvCertificate, ...]:
    """Certificates parted by semicolons, each ``holder, number, issued, expires``; the last two are days."""
    found = []
    for parts in _rows(text):
        if len(parts) != 4:
            raise Unreadable("certificate_shape", value=text[:60])
        holder, number, issued, expires = parts
        found.append(HvCertificate(holder, number, _day(issued), _day(expires)))
    return tuple(found)


def read_stock(text: str, reading: Reading) -> tuple[PartStock, ...]:
    """Stock parted by semicolons, each ``country, pieces[, place[, counted on]]``."""
    found = []
    for parts in _rows(text):
        if not 2 <= len(parts) <= 4:
            raise Unreadable("stock_shape", value=text[:60])
        country, pieces, place, counted = (*parts, "", "")[:4]
        found.append(
            PartStock(
                read_country(country, reading), values.whole(pieces, reading.style, most=100_000), place, _day(counted)
            )
        )
    if len({(one.country, one.place) for one in found}) != len(found):
        raise Unreadable("stock_twice", value=text[:60])
    return tuple(found)


def certificates_text(found: Sequence[HvCertificate]) -> str:
    """Certificates as they are read."""
    return "; ".join(f"{one.holder}, {one.number}, {one.issued or ''}, {one.expires or ''}" for one in found)


def stock_text(found: Sequence[PartStock]) -> str:
    """Stock as it is read."""
    return "; ".join(f"{one.country}, {one.pieces}, {one.place}, {one.counted_on or ''}" for one in found)


def _rows(text: str) -> list[list[str]]:
    whole = values.short_text(text)
    for mark in _SPLIT[1:]:
        whole = whole.replace(mark, _SPLIT[0])
    rows = [row for row in whole.split(_SPLIT[0]) if row.strip()]
    return [[part.strip() for part in row.replace("，", ",").split(",")] for row in rows]


def _day(text: str) -> date | None:
    return values.day(text) if text.strip() else None


def _word(what: str, aliases: dict[str, str], make: Callable[[str], object]) -> Reader:
    def read(text: str, _: Reading) -> object:
        return make(values.word(text, aliases, what))

    return read


def _whole(least: int, most: int) -> Reader:
    def read(text: str, reading: Reading) -> int:
        return values.whole(text, reading.style, least=least, most=most)

    return read


def _hours(text: str, reading: Reading) -> object:
    return values.decimal(text, reading.style, most=10_000)


ITEM: dict[str, Reader] = {
    "state": _word("item_state", _STATES, ItemState),
    "reason": read_text,
    "by": read_text,
    "until": read_day,
    "owner": read_text,
    "due": read_day,
    "effort_hours": _hours,
    "cost": read_money,
    "note": read_text,
}
EVIDENCE: dict[str, Reader] = {
    "evidence_on": read_day,
    "evidence_by": read_text,
    "evidence_note": read_text,
    "evidence_until": read_day,
    "vin_visible": read_yes_no,
    "document": _whole(1, 10_000_000),
    "measurement": read_text,
}
REPAIR_PARTNER: dict[str, Reader] = {
    "name": read_text,
    "country": read_country,
    "city": read_text,
    "address": read_text,
    "contact": read_text,
    "hours": read_text,
    "coverage": read_text,
    "makes": read_makes_or_all,
    "diagnostic_makes": read_makes_or_all,
    "diagnostic_tools": read_text,
    "hv_certificates": read_certificates,
    "languages": read_languages,
    "cars_a_week": _whole(0, 100_000),
    "contract_number": read_text,
    "contract_from": read_day,
    "contract_until": read_day,
    "last_confirmed": read_day,
    "confirmed_by": read_text,
    "note": read_text,
}
PART: dict[str, Reader] = {
    "make": read_make,
    "model": read_text,
    "name": read_text,
    "number": read_text,
    "group": read_text,
    "use": _word("part_use", _USES, PartUse),
    "per_car": _whole(1, 1_000),
    "supplier": read_text,
    "price": read_money,
    "lead_days": _whole(0, 3_650),
    "quoted_on": read_day,
    "stock": read_stock,
    "note": read_text,
}
PART_COLUMNS: dict[str, str] = {
    **{name: name for name in PART},
    **{name.replace("_", " "): name for name in PART},
    "品牌": "make",
    "车型": "model",
    "名称": "name",
    "零件名称": "name",
    "品名": "name",
    "零件号": "number",
    "编号": "number",
    "图号": "number",
    "part number": "number",
    "part no": "number",
    "分类": "group",
    "类别": "group",
    "用途": "use",
    "单车用量": "per_car",
    "用量": "per_car",
    "供应商": "supplier",
    "单价": "price",
    "价格": "price",
    "交期": "lead_days",
    "交期天数": "lead_days",
    "lead time": "lead_days",
    "报价日期": "quoted_on",
    "库存": "stock",
    "备注": "note",
    "наименование": "name",
    "номер": "number",
    "артикул": "number",
    "цена": "price",
    "поставщик": "supplier",
    "срок": "lead_days",
    "группа": "group",
    "примечание": "note",
    "марка": "make",
    "модель": "model",
}
"""What columns of a list of parts are called."""
DISTRIBUTOR: dict[str, Reader] = {
    "make": read_make,
    "country": read_country,
    "name": read_text,
    "exclusive": read_yes_no,
    "refuses_parallel": read_yes_no,
    "locks_cars": read_yes_no,
    "since": read_day,
    "until": read_day,
    "source": read_text,
    "told_on": read_day,
    "note": read_text,
}
