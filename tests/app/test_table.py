"""The windowed table: exact lines, only the visible ones, a cursor that keeps its row."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import ComposeResult

from tests.app.kit import HOSTILE, SMALL, WIDE, sample_desk, settle
from tui.app.app import DeskApp
from tui.app.glyphs import ASCII, UNICODE
from tui.app.theme import Toned
from tui.app.widgets.lines import Kept
from tui.app.widgets.table import Column, RowTable, laid_out


@dataclass(frozen=True)
class Item:
    id: int
    text: str


COLUMNS = [
    Column[Item]("id", "编号", lambda item: str(item.id), 6, right=True, sorts=True),
    Column[Item]("text", "Text", lambda item: item.text, 10, most=30),
    Column[Item]("more", "More", lambda item: item.text[::-1], 12, rank=1, tone=lambda _item: "ready"),
    Column[Item]("last", "Last", lambda _item: "x", 20, rank=2),
]


class TableApp(Toned[None]):
    """Only a table."""

    CSS_PATH = "../../tui/app/styles/desk.tcss"

    def __init__(self, rows: list[Item], *, ascii_only: bool = False) -> None:
        super().__init__()
        self.table: RowTable[Item] = RowTable(ASCII if ascii_only else UNICODE, lambda item: item.id)
        self._items = rows

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.set_columns(COLUMNS, "id")
        self.table.set_rows(self._items)
        self.table.focus()


def widths(app: TableApp) -> set[int]:
    table = app.table
    return {
        sum(cell_len(segment.text) for segment in table.render_line(y))
        for y in range(table.size.height)
    }  # fmt: skip


@given(
    st.lists(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)), min_size=1, max_size=20),
    st.integers(1, 120),
)
@settings(max_examples=60, deadline=None)
def test_columns_never_take_more_than_there_is(texts: list[str], width: int) -> None:
    chosen = laid_out(COLUMNS, width)
    assert [column.key for column, _ in chosen] == [c.key for c in COLUMNS if c.key in {d.key for d, _ in chosen}]
    taken = sum(size + 2 for _, size in chosen) - 2
    assert taken <= max(width, 6 + 2 + 10 + 2)


async def test_every_line_has_exactly_the_cells_of_the_terminal() -> None:
    rows = [Item(place, text) for place, text in enumerate(HOSTILE * 3)]
    for ascii_only in (False, True):
        app = TableApp(rows, ascii_only=ascii_only)
        async with app.run_test(size=(20, 12)) as pilot:
            for width in (20, 31, 47, 80, 133):
                await pilot.resize_terminal(width, 12)
                await pilot.pause()
                assert widths(app) == {width}


async def test_the_property_holds_for_any_text() -> None:
    app = TableApp([])
    async with app.run_test(size=(53, 12)) as pilot:

        @given(st.lists(st.text(max_size=50), min_size=1, max_size=11))
        @settings(max_examples=60, deadline=None)
        def holds(texts: list[str]) -> None:
            app.table.set_rows([Item(place, text) for place, text in enumerate(texts)])
            assert widths(app) == {53}

        holds()
        await pilot.pause()


async def test_a_hundred_thousand_rows_draw_one_screen() -> None:
    app = TableApp([Item(place, f"row {place}") for place in range(100_000)])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        screen = SMALL[1] - 1
        assert app.table.lines_drawn <= 3 * screen
        before = app.table.lines_drawn
        await pilot.press("down")
        assert app.table.lines_drawn - before <= 2
        before = app.table.lines_drawn
        await pilot.press("G")
        await pilot.pause()
        assert app.table.cursor == 99_999
        assert app.table.lines_drawn - before <= 2 * screen


async def test_the_cursor_keeps_its_row() -> None:
    app = TableApp([Item(place, f"row {place}") for place in range(200)])
    async with app.run_test(size=SMALL) as pilot:
        app.table.move_to(150)
        await pilot.pause()
        app.table.set_rows([Item(place, f"row {place}") for place in range(140, 200)])
        await pilot.pause()
        assert app.table.row == Item(150, "row 150")
        app.table.set_rows([Item(place, f"row {place}") for place in range(5)])
        await pilot.pause()
        assert app.table.cursor == 4
        app.table.set_rows([])
        assert app.table.row is None
        app.table.set_rows([Item(place, f"row {place}") for place in range(200)])
        assert app.table.row == Item(150, "row 150")


async def test_keys_and_mouse() -> None:
    app = TableApp([Item(place, f"row {place}") for place in range(100)])
    chosen: list[str] = []
    app.table.post_message = _noting(app.table.post_message, chosen)  # type: ignore[method-assign]
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("j", "j", "k", "pagedown")
        assert app.table.cursor == 1 + 23
        await pilot.press("g")
        assert app.table.cursor == 0
        await pilot.click(RowTable, offset=(10, 5))
        assert app.table.cursor == 4
        await pilot.click(RowTable, offset=(10, 7), times=2)
        assert app.table.cursor == 6
        assert "Chosen" in chosen
        await pilot.click(RowTable, offset=(4, 0))
        assert "TitleClicked" in chosen
        top = app.table.scroll_offset.y
        await pilot._post_mouse_events([_scroll()], RowTable, offset=(10, 5))
        await pilot.pause()
        assert app.table.scroll_offset.y > top
        assert app.table.cursor == 6


def _scroll() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


def _noting(post, names: list[str]):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    def noted(message):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        names.append(type(message).__name__)
        return post(message)

    return noted


async def test_kept_lines_are_what_would_be_drawn_anew() -> None:
    app = DeskApp(sample_desk())
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for key in ("down", "space", "end", "up", "L", "home", "ctrl+r", "/", "b", "escape"):
            await pilot.press(key)
            await settle(pilot)
            for widget in app.screen.walk_children(Kept):
                crop = widget.outer_size.region
                kept = [list(strip) for strip in widget.render_lines(crop)] if crop else []
                widget.refresh()
                assert kept == ([list(strip) for strip in widget.render_lines(crop)] if crop else []), (key, widget)
