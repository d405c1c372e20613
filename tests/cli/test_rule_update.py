"""``rule publish``, ``key`` and ``update``: rules travel signed from one trader's folder to another trader's book."""

from __future__ import annotations

import json
import mimetypes
import re
import shutil
import stat
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.cli.kit import Machine, contents, machine_with
from tests.desk.test_ruling import ban, case, pack


class Site:
    """A static web server over a folder, with ETags; ``say`` overrides what a path answers."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, int]] = []
        self.say: dict[str, Response] = {}
        self.index = server.url_for("/index.json")
        server.expect_request(re.compile("/.*")).respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        made = self.say.get(request.path) or self._file(request)
        self.asked.append((request.path, made.status_code))
        return made

    def _file(self, request: Request) -> Response:
        path = self.folder / request.path.strip("/")
        if not path.is_file():
            return Response(status=404)
        content = path.read_bytes()
        tag = f'"{hash(content):x}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304)
        kind, _packed = mimetypes.guess_type(path.name)  # as `python -m http.server` does
        return Response(content, content_type=kind or "application/octet-stream", headers={"ETag": tag})


class Keeper:
    """Who keeps rules: a machine with a key, and a folder of packs."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.machine = Machine(home)
        self.folder = home / "packs"
        self.folder.mkdir()
        self.machine.bare("rule", "key", "new").done()
        self.key: str = self.machine.bare("rule", "key", "show", "--format", "json").done().json["own"]["key"]

    def publish(self, version: str = "2026.12.1", *rules: str) -> dict[str, object]:
        pack(self.folder, *(rules or (ban(), case())), version=version)
        made = self.machine.bare("rule", "publish", self.folder, "--format", "json").done().json
        assert isinstance(made, dict)
        return made


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "keeper")


@pytest.fixture
def site(httpserver: HTTPServer, keeper: Keeper) -> Site:
    return Site(httpserver, keeper.folder)


def reader(home: Path, book: Path, site: Site, *keys: str) -> Machine:
    """A machine that trusts keys, with a stocked book."""
    home.mkdir()
    own = {"NEARNEW_RULES_INDEX": site.index, "NEARNEW_RULES_KEYS": " ".join(keys)}
    return machine_with(book, home).speaks("en", **own, NEARNEW_NETWORK_ATTEMPTS="1", NEARNEW_NETWORK_SECONDS="5")


def everything(machine: Machine) -> dict[str, bytes]:
    """The book, and the rules the machine has of its own."""
    rules = machine.home / "data" / "nearnew" / "rules"
    return {**contents(machine.book), **(contents(rules) if rules.exists() else {})}


def test_a_change_of_rules_travels_signed(tmp_path: Path, imported_book: Path, keeper: Keeper, site: Site) -> None:
    trader = reader(tmp_path / "trader", imported_book, site, keeper.key)
    made = keeper.publish()
    (told,) = trader.bare("rule", "key", "show", "--format", "json").done().json["trusted"]
    assert told["fingerprint"] == made["fingerprint"]
    before = everything(trader)
    assert "+ kz-no-bev" in trader("rule", "update", "--dry-run").done().out
    assert "--yes" in trader("--no-input", "rule", "update").done(2).err
    assert everything(trader) == before, "nothing before it is asked"
    ran = trader("rule", "update", "--yes", "--format", "json").done()
    assert (ran.json["schema"], ran.json["made"], ran.json["key"]) == (
        "nearnew/rule-update/1",
        True,
        made["fingerprint"],
    )
    (change,) = ran.json["changes"]
    assert change["newly_blocked"] > 0
    assert trader("check", "--to", "KZ").done(3)
    assert "Rules installed: KZ 2026.12.1" in trader("book", "history").done().out
    site.asked.clear()
    again = trader("rule", "update").done()
    assert site.asked == [("/index.json", 304)]
    assert "in use already" in again.err
    keeper.publish("2026.12.2", ban(severity="note"), ban("kz-no-petrol").replace('"bev"', '"ice"'), case())
    text = trader("rule", "update", "--yes").done()
    assert "freed" in text.out
    assert "number " in text.err


def test_what_is_not_right_is_refused_and_nothing_changed(
    tmp_path: Path, imported_book: Path, keeper: Keeper, site: Site
) -> None:
    trader = reader(tmp_path / "trader", imported_book, site, keeper.key)
    first = tmp_path / "first"
    keeper.publish("2026.12.1")
    shutil.copytree(keeper.folder, first)
    keeper.publish("2026.12.2", ban(severity="require"), case())
    trader("rule", "update", "--yes").done()
    before = everything(trader)
    second = keeper.folder

    def refused(words: str) -> None:
        assert words in trader("rule", "update", "--yes").refused(1)
        assert everything(trader) == before

    site.folder = first
    refused("older than the one you had")
    keeper.publish("2026.12.1")
    site.folder = second
    refused("(2026.12.1) are older than yours (2026.12.2)")
    keeper.publish("2026.12.3")
    index = (second / "index.json").read_bytes()
    (second / "KZ.toml").write_bytes((second / "KZ.toml").read_bytes().replace(b"block", b"note "))
    refused("not those that were signed")
    (second / "KZ.toml").unlink()
    refused("nothing at")
    site.say["/KZ.toml"] = Response("x" * 100_000, content_type="text/plain")
    refused("more than")
    site.say["/KZ.toml"] = Response("<html>", content_type="text/html")
    refused("a web page")
    site.say.clear()
    (second / "index.json").write_bytes(index.replace(b"2026.12.3", b"2026.12.9"))
    refused("No key that you trust")
    (second / "index.json").write_bytes(index)
    signature = (second / "index.json.sig").read_bytes()
    (second / "index.json.sig").write_bytes(b"not a signature")
    refused("no signature")
    (second / "index.json.sig").unlink()
    refused("no signature")
    (second / "index.json.sig").write_bytes(signature)
    site.say["/index.json"] = Response("<html>", content_type="text/html")
    refused("a web page")
    site.say["/index.json"] = Response(b" " * 600_000, content_type="application/json")
    refused("more than")
    site.say.clear()
    assert "offline" in trader("--offline", "rule", "update").refused(1)


def test_the_wrong_key_and_an_expired_index(tmp_path: Path, imported_book: Path, keeper: Keeper, site: Site) -> None:
    stranger = Keeper(tmp_path / "stranger")
    keeper.publish()
    trader = reader(tmp_path / "trader", imported_book, site, stranger.key)
    assert "No key that you trust" in trader("rule", "update", "--yes").refused(1)
    assert "no public key" in trader.speaks("en", NEARNEW_RULES_KEYS="abc=")("rule", "update").refused(1)
    assert "No key is trusted" in trader.speaks("en", NEARNEW_RULES_KEYS="")("rule", "update").refused(2)
    assert "No address" in trader.speaks("en", NEARNEW_RULES_INDEX="")("rule", "update").refused(2)
    both = trader.speaks("en", NEARNEW_RULES_KEYS=f"{stranger.key} {keeper.key}")
    assert both("rule", "update", "--dry-run").done()
    index = json.loads((keeper.folder / "index.json").read_bytes())
    for change, said in (
        ({"expires": "2026-11-21T00:00:00Z"}, "good until 2026-11-21"),
        ({"schema": "nearnew/rule-index/9"}, "update nearnew"),
        ({"sequence": 0}, "not in the form"),
        ({"packs": [{**index["packs"][0], "jurisdiction": "../KZ"}]}, "not in the form"),
        ({"packs": [{**index["packs"][0], "url": "https://example.org/KZ.toml"}]}, "beside it"),
        ({"packs": [{**index["packs"][0], "version": "2027.1"}]}, "not version 2027.1"),
    ):
        signed(keeper, {**index, **change})
        assert said in both("rule", "update", "--yes").refused(1), change


def signed(keeper: Keeper, index: dict[str, object]) -> None:
    """Write an index as its keeper would not, but sign it with the real key."""
    from tui.feeds import signing

    content = json.dumps(index).encode()
    key = keeper.machine.home / "config" / "nearnew" / signing.KEY_FILE
    (keeper.folder / "index.json").write_bytes(content)
    (keeper.folder / "index.json.sig").write_text(signing.sign(key, content))


def test_the_key_is_for_its_owner_and_packs_are_verified(keeper: Keeper) -> None:
    key = keeper.machine.home / "config" / "nearnew" / "rule-key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    was = key.read_bytes()
    assert "already" in keeper.machine.bare("rule", "key", "new").refused(1)
    assert key.read_bytes() == was
    assert "no packs" in keeper.machine.bare("rule", "publish", keeper.folder).refused(2)
    pack(keeper.folder, ban(), case("silent"))
    failing = keeper.machine.bare("rule", "publish", keeper.folder).done(1)
    assert "expected silent, found flagged" in failing.err
    assert not (keeper.folder / "index.json").exists()
    pack(keeper.folder, ban(), case())
    key.chmod(0o644)
    assert "others" in keeper.machine.bare("rule", "publish", keeper.folder).refused(1)
    key.chmod(0o600)
    key.write_bytes(b"-----BEGIN")
    assert "no key that can sign" in keeper.machine.bare("rule", "publish", keeper.folder).refused(1)
    key.unlink()
    assert "rule key new" in keeper.machine.bare("rule", "publish", keeper.folder).refused(1)
    assert not (keeper.folder / "index.json").exists()
