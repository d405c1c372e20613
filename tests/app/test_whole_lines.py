"""Every line of every screen has exactly the terminal's cells, with text from outside in every record it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
import pytest

from tests.app.kit import HOSTILE, SMALL, WIDE, desk_of, sample_cars, settle
from tests.app.test_hostile import check
from tui.app.app import DeskApp
from tui.app.glyphs import Glyphs
from tui.app.messages import Note
from tui.app.screens.base import DeskScreen
from tui.app.screens.bulk import BulkScreen
from tui.app.screens.car import CarScreen, Tab
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.country import CountryScreen
from tui.app.screens.dealers import DealersScreen
from tui.app.screens.decisions import DecisionScreen, DecisionsScreen
from tui.app.screens.destination import DestinationScreen
from tui.app.screens.destinations import DestinationsScreen
from tui.app.screens.due import DueScreen
from tui.app.screens.fill import FillScreen
from tui.app.screens.flag import DocumentScreen, EntryScreen, FlagScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.buy import BuyForm
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.conflict import ConflictScreen, Meanwhile, Versions
from tui.app.screens.forms.document import DocumentForm
from tui.app.screens.forms.override import OverrideForm
from tui.app.screens.forms.partner import PartnerForm
from tui.app.screens.forms.shipment import ShipmentForm
from tui.app.screens.front import FrontScreen
from tui.app.screens.held import HeldScreen
from tui.app.screens.importing import ImportScreen
from tui.app.screens.licences import LicencesScreen
from tui.app.screens.loading import LoadingScreen
from tui.app.screens.matrix import MatrixScreen
from tui.app.screens.messages import MessagesScreen
from tui.app.screens.missing import MissingScreen
from tui.app.screens.paper import PaperScreen
from tui.app.screens.recording import KindScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.app.screens.shipments import ShipmentsScreen
from tui.app.screens.stock import StockScreen
from tui.app.screens.when import WhenScreen
from tui.app.widgets.field import Field
from tui.desk import stock
from tui.desk.car_history import Entry, history_of
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DEALERS, DOCUMENTS, FIRMS, OVERRIDES, PARTIES, SHIPMENTS
from tui.desk.missing import Want
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, Document, Reach, Scope
from tui.domain.models import Specs
from tui.domain.overrides import Covered, Override, Seen
from tui.domain.parties import Dealer, Firm, Party
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.store.contract import Put

TEXT = "".join(text for text in HOSTILE if len(text) < 100 and "\ud800" not in text) + "中文" * 20


def desk_of_hostile_records(texts: Sequence[str], glyphs: str) -> Desk:
    """A desk on which every text of every record is hostile."""
    base = sample_cars()[0]
    cars = [
        msgspec.structs.replace(
            base, vin=None, make=text, model=text, trim=text, stock_number=text, colour=text, remark=text,
            specs=Specs(powertrain=text, steering=text, body=text),
        )
        for text in texts
    ]  # fmt: skip
    cars.append(msgspec.structs.replace(base, remark=TEXT, colour=TEXT, damage_history=(TEXT,)))
    desk = desk_of(cars, language="zh_CN", dealer=TEXT, demo=True, glyphs=glyphs)
    ids = tuple(car.id for car in desk.store.all(CARS))
    paper = Document(LETTER, Scope(Reach.CARS, car_ids=ids), number=TEXT, issuer=TEXT, country="KZ", note=TEXT)
    shipment = Shipment(
        number=TEXT, mode=Mode.RO_RO, deal=Deal("KZ"), lines=tuple(Line(one) for one in ids),
        port_of_loading=TEXT, conveyance=TEXT, note=TEXT,
    )  # fmt: skip
    records: list[Put[Any]] = [
        Put(DEALERS, Dealer(TEXT + "2", city=TEXT, contact=TEXT, terms=TEXT, note=TEXT)),
        Put(FIRMS, Firm(TEXT, name_en=TEXT, code=TEXT, address=TEXT)),
        Put(PARTIES, Party(TEXT, address=TEXT, contact=TEXT)),
        Put(DOCUMENTS, paper),
        Put(SHIPMENTS, shipment),
        Put(OVERRIDES, Override(TEXT, "0", (Covered(ids[-1], Seen.FLAGGED),), "KZ", TEXT, TEXT, desk.today, note=TEXT)),
    ]
    desk.store.commit(records, why=TEXT)
    return desk


def screens(desk: Desk, glyphs: Glyphs, *, every: bool) -> Iterator[Callable[[], DeskScreen[Any]]]:
    """The screens over these records, each built when it is its turn: ``every``, or those no other test fills so."""
    rows, cars = stock.rows(desk), desk.store.all(CARS)
    (shipment,), (paper,) = desk.store.all(SHIPMENTS), desk.store.all(DOCUMENTS)
    answer = Checker(desk, Question(desk.today)).answer(cars[-1], "KZ")
    ids = [car.id for car in cars]
    entry: Entry = history_of(desk, cars[-1])[0]
    want = Want("fact", ("damage_history",), "dealer", "KZ", tuple(cars), (), ())
    for tab in Tab:
        yield partial(CarScreen, desk, glyphs, rows[-1], "KZ", rows, tab=tab)
    yield lambda: CarScreen(desk, glyphs, rows[0], None)
    yield lambda: FlagScreen(desk, glyphs, answer, answer.assessment.flags[0])
    yield lambda: DocumentScreen(desk, glyphs, paper)
    yield lambda: EntryScreen(desk, glyphs, entry, TEXT)
    yield lambda: MissingScreen(desk, glyphs, [], "KZ")
    yield lambda: FillScreen(desk, glyphs, want)
    yield lambda: BulkScreen(desk, glyphs, cars)
    yield lambda: DestinationScreen(desk, glyphs, None)
    yield lambda: ShipmentScreen(desk, glyphs, shipment.id)
    yield lambda: LoadingScreen(desk, glyphs, shipment)
    yield lambda: KindScreen(desk, glyphs, [TEXT, LETTER])
    yield lambda: DocumentForm(desk, glyphs, record=paper)
    yield lambda: DocumentForm(desk, glyphs, cars, LETTER)
    yield lambda: QuestionScreen(desk, glyphs, TEXT, [TEXT], [Answer("a", TEXT)])
    yield lambda: ConflictScreen(desk, glyphs, Meanwhile(TEXT, TEXT, (Versions("a", TEXT, TEXT, TEXT, TEXT),), ()))
    yield lambda: ConfirmScreen(desk, glyphs, TEXT, [TEXT])
    yield lambda: MessagesScreen(desk, glyphs, [Note("08:00", TEXT, wrong=True, details=(TEXT,))])
    yield lambda: DealersScreen(desk, glyphs)
    yield lambda: DestinationsScreen(desk, glyphs)
    yield lambda: MatrixScreen(desk, glyphs)
    yield lambda: WhenScreen(desk, glyphs, cars[-1], "KZ", desk.today)
    yield lambda: DecisionsScreen(desk, glyphs)
    yield lambda: DecisionScreen(desk, glyphs, desk.store.all(OVERRIDES)[0])
    yield lambda: LicencesScreen(desk, glyphs, ids, "KZ")
    yield lambda: OverrideForm(desk, glyphs, (cars[-1],), answer.assessment.flags[0].rule, "KZ")
    if not every:
        return
    for plain in (FrontScreen, StockScreen, ShipmentsScreen, DueScreen, HeldScreen,
                  ImportScreen):  # fmt: skip
        yield partial(plain, desk, glyphs)
    yield lambda: CarForm(desk, glyphs, cars[-1])
    yield lambda: BuyForm(desk, glyphs, cars)
    yield lambda: ShipmentForm(desk, glyphs, (), shipment)
    yield lambda: PartnerForm(desk, glyphs, "dealer", desk.store.all(DEALERS)[-1])
    yield lambda: PaperScreen(desk, glyphs, shipment.id)
    yield lambda: CountryScreen(desk, glyphs, "KZ")


ALL = [*(text for text in HOSTILE if "\ud800" not in text), TEXT]


@pytest.mark.parametrize(
    ("size", "kind", "texts"),
    [
        (SMALL, "unicode", [TEXT]),
        pytest.param(SMALL, "unicode", ALL, marks=pytest.mark.soak),
        pytest.param(WIDE, "ascii", ALL, marks=pytest.mark.soak),
    ],
    ids=["80x24", "80x24-all", "140x40-ascii-all"],
)
async def test_every_line_of_every_screen_is_as_wide_as_the_terminal(
    size: tuple[int, int], kind: str, texts: Sequence[str]
) -> None:
    desk = desk_of_hostile_records(texts, kind)
    app = DeskApp(desk, "due")
    async with app.run_test(size=size) as pilot:
        for make in screens(desk, app.glyphs, every=len(texts) > 1):
            await app.push_screen(make())
            await pilot.pause()
            for field in list(app.screen.query(Field))[:2]:
                field.value = TEXT
            if len(texts) > 1:
                await settle(pilot)
            await pilot.pause()
            check(app, size[0])
            while app.screen is not app.screen_stack[0]:
                app.pop_screen()
