"""A dealer's price list by model through the command: what is read, what is asked, what is kept, and twice the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.kit import Machine, Ran, contents
from tui.sheets.writer import xlsx_bytes

HEADER = ("品牌", "车型", "配置", "年款", "颜色", "指导价(万)", "批发价(万)", "数量", "发票", "有效期")
ROWS = (
    ("比亚迪", "元UP", "领先型", "27款", "白2 灰1", "12.98", "10.38", "3", "专票", "2026-12-10"),
    ("比亚迪", "元UP", "活力型", "27款", "灰", "11.98", "9.58", "3台", "专票", "2026-12-10"),
    ("", "", "旗舰型", "27款", "黑", "13.98", "11.28", "1", "专票", "2026-12-10"),
    ("比亚迪", "海豚", "自由版", "26款", "白", "", "9.1", "2", "专票", ""),
    ("吉利", "银河E5", "探索版", "26款", "绿", "11.68", "电询", "1", "专票", ""),
    ("比亚迪", "秦L", "智驾版", "26款", "白", "9.98", "19.98", "2", "专票", ""),
    ("比亚迪", "汉", "尊享", "26款", "白", "18.98", "15.98", "0", "专票", ""),
    ("合计", "", "", "", "", "", "", "12", "", ""),
)
STANDINGS = ["sure", "sure", "asked", "sure", "wrong", "asked", "wrong", "unread"]
DEALER = ("--dealer", "杭州滨江新能源")


@pytest.fixture
def book(stocked: Machine) -> Machine:
    stocked("dealer", "add", "name=杭州滨江新能源", "city=杭州").done()
    return stocked


def _csv(folder: Path, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Path:
    path = folder / "list.csv"
    path.write_bytes("\n".join(",".join(row) for row in (header, *rows)).encode("gb18030"))
    return path


def _rows(ran: Ran) -> dict[int, Any]:
    return {row["row"]: row for row in ran.done().json["rows"]}


def _asked(row: Any) -> list[tuple[str, str]]:
    return [(one["column"], one["code"]) for one in row["problems"] if one["severity"] != "warning"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_row_is_a_proposal_or_named(book: Machine, tmp_path: Path, form: str) -> None:
    path = _csv(tmp_path, *ROWS)
    if form == "xlsx":
        path = tmp_path / "list.xlsx"
        path.write_bytes(xlsx_bytes(HEADER, [list(row) for row in ROWS], "现车"))
    before = contents(book.book)
    ran = book("offer", "import", path, *DEALER, "--keep", "--dry-run", "--format", "json")
    rows = _rows(ran)
    assert contents(book.book) == before
    assert [row["standing"] for row in rows.values()] == STANDINGS
    first = rows[2]["offer"]
    assert (first["make"], first["model"], first["trim"], first["model_year"]) == ("byd", "元UP", "领先型", 2027)
    assert (first["quantity"], first["colours"]) == (3, ["white", "white", "grey"])
    assert Decimal(first["price"]["amount"]) == 103800
    assert (first["valid_until"], first["invoice_kind"]) == ("2026-12-10", "special_vat")
    assert _asked(rows[4]) == [("品牌", "offer_from_above"), ("车型", "offer_from_above")]
    assert [one["code"] for one in rows[5]["problems"]] == ["offer_no_guide_price"]
    assert "guide_price" not in rows[5]["offer"]
    assert _asked(rows[6]) == [("批发价(万)", "number_unreadable")]
    assert "Row 6, 批发价(万) “电询”" in ran.err
    assert _asked(rows[7]) == [("批发价(万)", "offer_discount_odd")]
    assert _asked(rows[8]) == [("数量", "offer_none_left")]
    assert "total" not in ran.err
    assert not ran.json["problems"]


def test_twice_the_same_adds_nothing_and_what_is_not_kept_is_not_lost(book: Machine, tmp_path: Path) -> None:
    path, rejects = _csv(tmp_path, *ROWS), tmp_path / "rejects.csv"
    words = ("offer", "import", path, *DEALER, "--keep", "--format", "json")
    kept = book(*words, "--rejects", rejects).done()
    assert len(kept.json["kept"]) == 3
    assert [line.split(",")[2] for line in rejects.read_text("utf-8-sig").splitlines()[1:]] == [
        "旗舰型", "探索版", "智驾版", "尊享",
    ]  # fmt: skip
    before = contents(book.book)
    again = book(*words).done()
    assert not again.json["kept"]
    assert contents(book.book) == before
    assert [row["standing"] for row in again.json["rows"]].count("known") == 3
    assert len(book(*words, "--yes").done().json["kept"]) == 2
    assert not book(*words, "--yes").done().json["kept"]
    mended = tmp_path / "mended.csv"
    mended.write_text(rejects.read_text("utf-8-sig").replace("电询", "9.9"), "utf-8")
    assert len(book("offer", "import", mended, *DEALER, "--keep", "--format", "json").done().json["kept"]) == 1
    dated = book(*words, "--on", "2026-11-20").done().json
    assert len(dated["kept"]) == 3
    assert not book(*words, "--on", "2026-11-20").done().json["kept"]


def test_a_price_without_its_unit_is_asked_about_and_never_taken_as_it_stands(book: Machine, tmp_path: Path) -> None:
    header = ("车型", "批发价", "指导价", "数量", "颜色")
    path = _csv(
        tmp_path,
        ("比亚迪元UP 领先型 27款", "10.38", "129800", "2", "粉/白"),
        ("没听过的车", "95800", "", "", "白/黑/灰"),
        ("比亚迪 海豚", "-91000", "119800", "1", "白"),
        header=header,
    )
    ran = book("offer", "import", path, *DEALER, "--keep", "--valid-until", "2026-11-01", "--format", "json")
    assert not ran.done().json["kept"]
    rows = _rows(ran)
    asked = [("批发价", "offer_wan_supplied"), ("颜色", "offer_colours_one_each"), ("valid_until", "offer_ran_out")]
    assert sorted(_asked(rows[2])) == sorted(asked)
    offer = rows[2]["offer"]
    assert (offer["make"], offer["model"], offer["trim"], offer["model_year"]) == ("byd", "元UP", "领先型", 2027)
    assert Decimal(offer["price"]["amount"]) == 103800
    assert {code for _column, code in _asked(rows[3])} == {
        "chat_make_unknown", "chat_no_quantity", "offer_colours_uncounted", "offer_ran_out",
    }  # fmt: skip
    assert rows[4]["standing"] == "wrong"


def test_a_row_twice_in_one_list_is_named_not_kept_twice(book: Machine, tmp_path: Path) -> None:
    rows = _rows(book("offer", "import", _csv(tmp_path, ROWS[0], ROWS[0]), *DEALER, "--keep", "--format", "json"))
    assert [row["standing"] for row in rows.values()] == ["sure", "wrong"]
    assert [one["code"] for one in rows[3]["problems"]] == ["offer_twice"]


def test_columns_are_mapped_and_missing_ones_named(book: Machine, tmp_path: Path) -> None:
    path = _csv(tmp_path, ("比亚迪", "元UP", "95800", "2"), header=("品牌", "车型", "给你的", "还有"))
    assert "给你的" in book("offer", "import", path, *DEALER).refused(2)
    mapped = ("--map", "price=给你的", "--map", "quantity=还有")
    rows = _rows(book("offer", "import", path, *DEALER, *mapped, "--format", "json"))
    assert rows[2]["offer"]["quantity"] == 2
    assert "prise" in book("offer", "import", path, *DEALER, "--map", "prise=给你的").refused(2)
