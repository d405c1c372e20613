"""The network on screen: asked when a key says so, shown while it runs, stopped by escape, and never on its own."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import msgspec
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.app.kit import SMALL, TODAY, said, sample_desk, settle, shown
from tests.cli.test_rule_update import Keeper, Site
from tests.desk.test_ruling import ban, case
from tests.feeds.kit import VIN, Holding
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen
from tui.app.screens.fetching import FetchScreen
from tui.app.screens.front import FrontScreen
from tui.app.screens.published import PublishedScreen
from tui.app.screens.rates import RatesScreen
from tui.config import Network, Readiness, Rules
from tui.desk.context import Desk
from tui.desk.kinds import CARS, RATES, RULE_CHANGES
from tui.domain.rates import RateRecord
from tui.store.contract import Put


def networked(
    url: str = "http://127.0.0.1:1", language: str = "en", *, rules: Rules | None = None, **how: object
) -> Desk:
    """The sample desk, with every address of the network set to one server."""
    here = url.rstrip("/")
    network = Network(
        seconds=20, attempts=1, frankfurter_url=here, ecb_url=here, cbr_url=here, er_api_url=here, vin_url=here
    )
    desk = sample_desk(language)
    changed = msgspec.structs.replace(network, **how)
    desk.settings = msgspec.structs.replace(desk.settings, network=changed, rules=rules or Rules())
    return desk


def rate(pair: str, value: str, **more: object) -> dict[str, object]:
    return {
        "date": "2026-11-20",
        "base": pair[:3],
        "quote": pair[4:],
        "rate": float(value),
        "providers": ["CFETS"],
        **more,
    }


async def until(pilot: object, holds: Callable[[], bool]) -> None:
    """Let the app go on until something holds that a thread of the test brings about."""
    for _ in range(500):
        if holds():
            return
        await pilot.pause(0.01)  # type: ignore[attr-defined]
    raise AssertionError("it never came")


async def test_from_old_rates_to_fresh_ones(httpserver: HTTPServer) -> None:
    quotes = {"USD": "7.08", "KZT": "0.0135", "JOD": "9.98"}
    httpserver.expect_request("/v2/rates").respond_with_handler(
        lambda request: Response(
            msgspec.json.encode(
                [rate(f"{base}/CNY", quotes[base]) for base in [request.args["base"]] if base in quotes]
            ),
            content_type="application/json",
        )
    )
    desk = networked(httpserver.url_for("/"))
    desk.store.commit([Put(RATES, RateRecord("KZT", "CNY", Decimal("0.0136"), TODAY.replace(month=8)))], why="test")
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "! rates are old or missing; f there fetches" in shown(app)
        assert not httpserver.log, "opening the desk asks nobody"
        await pilot.press("8")
        await settle(pilot)
        assert "f fetches what is missing or old: JOD/CNY none, KZT/CNY 92d, RUB/CNY none" in shown(app)
        before = desk.store.revision
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(app.screen, RatesScreen)
        assert "2 rates from frankfurter" in said(app)
        assert "none for RUB/CNY" in said(app)
        assert "frankfurter (cfets)" in shown(app), shown(app)
        assert "missing or old: RUB/CNY none" in shown(app)
        assert desk.store.revision == before + 1, "one step"
        await pilot.press("u")
        await settle(pilot)
        assert len(desk.store.all(RATES)) == 1
        await pilot.press("d")
        await settle(pilot)
        await pilot.press(*"2026-11-20", "enter")
        await settle(pilot)
        assert httpserver.log[-1][0].args["date"] == "2026-11-20"
        await pilot.press("F", "down", "enter")
        await settle(pilot)
        assert "in trouble" in said(app), "the bank named is asked, and this server does not know it"


async def test_a_rate_far_off_waits_for_a_word(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v2/rates").respond_with_handler(
        lambda request: Response(
            msgspec.json.encode([rate(f"{request.args['base']}/CNY", "9.5")]), content_type="application/json"
        )
    )
    desk = networked(httpserver.url_for("/"))
    desk.store.commit([Put(RATES, RateRecord("JOD", "CNY", Decimal(2), TODAY))], why="test")
    app = DeskApp(desk, "rates")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f")
        await settle(pilot)
        assert "JOD/CNY: 9.5 is far off the last rate" in shown(app)
        asked = len(httpserver.log)
        await pilot.press("enter")
        await settle(pilot)
        assert len(desk.store.all(RATES)) == 1
        await pilot.press("f")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert len(desk.store.all(RATES)) == 4
        assert len(httpserver.log) == 2 * asked, "what was fetched is not asked for again"


async def test_escape_hangs_up_and_changes_nothing() -> None:
    server = Holding(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n[")
    desk = networked(server.url, "zh_CN")
    app = DeskApp(desk, "rates")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        before = desk.store.revision
        await pilot.press("f")
        await until(pilot, server.reached.is_set)
        await until(pilot, lambda: "GET http://127.0.0.1" in shown(app) and "1 / 500" in shown(app))
        assert isinstance(app.screen, FetchScreen)
        await pilot.press("escape")
        await until(pilot, server.left.is_set)
        await settle(pilot)
        assert isinstance(app.screen, RatesScreen)
        assert "已停止" in said(app)
        assert (desk.store.revision, server.callers) == (before, 1)
    server.close()


async def test_what_comes_after_a_stop_is_not_taken() -> None:
    go = threading.Event()
    left: list[object] = []
    app = DeskApp(networked(), "rates")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        fetch = FetchScreen(app.desk, app.glyphs, "…", lambda _client: "found" if go.wait(5) else "")
        app.push_screen(fetch, left.append)
        await pilot.press("escape")
        go.set()
        await settle(pilot)
        assert left == [None]
        assert "Stopped; nothing was changed." in said(app)


async def test_a_desk_that_is_closed_hangs_up() -> None:
    server = Holding()
    app = DeskApp(networked(server.url), "rates")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f")
        await until(pilot, server.reached.is_set)
        app.exit()
    assert server.left.wait(5)
    server.close()


async def test_offline_asks_nobody(httpserver: HTTPServer) -> None:
    key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    rules = Rules(index=httpserver.url_for("/index.json"), keys=key)
    app = DeskApp(networked(httpserver.url_for("/"), offline=True, vin_lookup=True, rules=rules))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for keys in (("8", "f"), ("4", "f"), ("1", "V", "y")):
            app.clear_notifications()
            await pilot.press(*keys)
            await settle(pilot)
            assert "set to work offline" in said(app), keys
    assert not httpserver.log


async def test_published_rules_are_shown_before_they_are_installed(tmp_path: Path, httpserver: HTTPServer) -> None:
    keeper = Keeper(tmp_path / "keeper")
    site = Site(httpserver, keeper.folder)
    keeper.publish("2026.12.1", ban(), case())
    desk = networked(rules=Rules(folder=str(tmp_path / "rules"), index=site.index, keys=keeper.key))
    app = DeskApp(desk, "destinations")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        before = desk.store.revision
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(app.screen, PublishedScreen)
        assert "newly blocked" in shown(app)
        assert "+ kz-no-bev  No battery cars" in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        assert desk.store.revision == before
        assert not (tmp_path / "rules").exists()
        await pilot.press("O", "f")
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        (change,) = desk.store.all(RULE_CHANGES)
        assert any(one.newly_blocked for one in change.moved)
        assert "In use now: rules 2026.12.1" in said(app)
        assert "newly blocked" in shown(app), "the list of changes below has it"
        app.clear_notifications()
        await pilot.press("f")
        await settle(pilot)
        assert "in use already" in said(app)
        (keeper.folder / "index.json.sig").unlink()
        site.say["/index.json"] = Response(b"{}", content_type="application/json")
        await pilot.press("f")
        await settle(pilot)
        assert "no signature" in said(app)
        assert len(desk.store.all(RULE_CHANGES)) == 1


async def test_a_vin_is_looked_up_when_it_is_wanted(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/vehicles/DecodeVinValues/LC0CE4CB7V4016852").respond_with_data(
        VIN, content_type="application/json"
    )
    desk = networked(httpserver.url_for("/"))
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CarScreen)
        await pilot.press("v")
        await settle(pilot)
        assert "Looking up VINs is off" in said(app)
        network = msgspec.structs.replace(desk.settings.network, vin_lookup=True)
        desk.settings = msgspec.structs.replace(desk.settings, network=network)
        await pilot.press("v")
        await settle(pilot)
        assert "/DecodeVinValues/LC0CE4CB7V4016852?format=json" in shown(app).replace("\n", "").replace(" ", "")
        await pilot.press("n")
        await settle(pilot)
        assert not httpserver.log
        before = desk.store.all(CARS), desk.store.revision
        await pilot.press("v", "y")
        await settle(pilot)
        assert "! Model year: 2023; in the book 2027" in shown(app)
        assert "Make: BYD; in the book BYD" in shown(app)
        assert len(httpserver.log) == 1
        assert (desk.store.all(CARS), desk.store.revision) == before


async def test_rules_near_their_limit_are_told() -> None:
    desk = networked()
    desk.settings = msgspec.structs.replace(desk.settings, readiness=Readiness(staleness_days=10))
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "! packs will be too old soon; f there fetches" in shown(app)
        front = app.screen
        assert isinstance(front, FrontScreen)
        await pilot.press("4")
        await settle(pilot)
        assert f"! rules: 0 too old, {len(desk.library.packs)} soon; f fetches" in shown(app)
        desk.settings = msgspec.structs.replace(desk.settings, readiness=Readiness(staleness_days=-1))
        app.tell_book_changed()
        await settle(pilot)
        assert f"? rules: {len(desk.library.packs)} too old, 0 soon; f fetches" in shown(app)
    app = DeskApp(desk, "front")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "? packs of rules are too old; f there fetches" in shown(app)


@contextmanager
def listening() -> Iterator[list[str]]:
    """What this process does with sockets that lead elsewhere: names looked up, connections, packets."""
    heard: list[str] = []
    watching = True

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        if watching and event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
            heard.append(event)

    sys.addaudithook(hook)
    try:
        yield heard
    finally:
        watching = False


async def test_a_desk_in_use_opens_no_line() -> None:
    with listening() as heard:
        app = DeskApp(sample_desk(), "front")
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press(*"12345678", "1", "enter", "tab", "tab", "escape", "O", "escape", "h", "escape")
            await settle(pilot)
            app.look_at_book()
            await settle(pilot)
        assert not heard
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.connect(("127.0.0.1", 9))
        assert heard == ["socket.connect"], "it would have been heard"
