"""Forms with text from outside, and in every language."""

from __future__ import annotations

import msgspec
import pytest
from rich.cells import cell_len

from tests.app.form_kit import add_form, car_of, check, fill, glyphs_of, over
from tests.app.kit import HOSTILE, SMALL, WIDE, desk_of, paste, sample_desk, settle, shown
from tests.app.one_screen import OneScreen
from tui.app.screens.dealers import DealersScreen
from tui.app.screens.forms.asking import QuestionScreen
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.buy import BuyForm
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.partner import PartnerForm
from tui.app.screens.forms.row import label_width
from tui.desk.kinds import CARS
from tui.i18n.field_labels import LABELS, STAGES
from tui.i18n.translator import TRANSLATOR, _
from tui.store.contract import Put


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "140x40"])
async def test_hostile_text_everywhere(size: tuple[int, int]) -> None:
    texts = [text for text in HOSTILE if "\ud800" not in text]
    base = sample_desk().store.all(CARS)[0]
    bad = msgspec.structs.replace(base, id=0, vin=None, make=texts[0], model=texts[1], trim=texts[2], remark=texts[7])
    desk = desk_of([bad, base], dealer="[b]杭州[/x]\x1b[2J", glyphs="ascii")
    car = car_of(desk)
    app = OneScreen(desk, DealersScreen(desk, glyphs_of(desk)))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        check(app, size[0])
        forms: list[FormScreen] = [
            CarForm(desk, app.glyphs, car),
            DocumentForm(desk, app.glyphs, [car], kind="letter"),
            BuyForm(desk, app.glyphs, [car]),
            PartnerForm(desk, app.glyphs, "party"),
        ]
        for place, form in enumerate(forms):
            await app.push_screen(form)
            await settle(pilot)
            check(app, size[0])
            for row, text in zip([row for row in form.rows.values() if row.display], texts[2 * place :], strict=False):
                row.field.focus()
                await paste(pilot, text)
            check(app, size[0])
            await pilot.press("ctrl+s")
            await settle(pilot)
            check(app, size[0])
            await pilot.press("escape")
            await settle(pilot)
            check(app, size[0])
            await pilot.press("down", "enter") if isinstance(app.screen, QuestionScreen) else None
            await settle(pilot)
            while app.screen is not app.one:
                app.pop_screen()
            await settle(pilot)


async def test_hostile_texts_of_a_record_are_no_change() -> None:
    desk = sample_desk()
    car = msgspec.structs.replace(car_of(desk), remark="line\nbreak\ttab\x1b[2J")
    desk.store.commit([Put(CARS, car)], why="test")
    form = CarForm(desk, glyphs_of(desk), car)
    async with over(form).run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert form.changed_texts() == {}


async def test_no_string_is_left_untranslated() -> None:
    desk = sample_desk("qps")
    form = add_form(desk)
    app = over(form)
    TRANSLATOR.use("qps")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for row in form.rows.values():
            assert row._label.startswith("[!! ")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_label_fits_into_its_column(language: str) -> None:
    try:
        TRANSLATOR.use(language)
        labels = {_(one) for one in (*LABELS.values(), *STAGES.values())}
        assert [one for one in labels if label_width([one]) < cell_len(one) + 3] == []
    finally:
        TRANSLATOR.use("en")


async def test_a_long_text_without_an_echo_takes_the_whole_line() -> None:
    desk = sample_desk()
    form = add_form(desk)
    app = over(form)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        row = form.rows["model"]
        share = row.field.size.width
        await fill(pilot, model="x" * (share + 5))
        await settle(pilot)
        assert "x" * (share + 5) in shown(app)
        await fill(pilot, model="x")
        await settle(pilot)
        assert row.field.size.width == share
