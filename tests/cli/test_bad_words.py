"""Words that are off: one sentence, the right exit code, nothing written."""

from __future__ import annotations

import pytest

from tests.cli.kit import ESCAPE, Machine, contents
from tui.reports.cells import width

CAR = "V4016852"
OFF = [
    # words, exit code, what the sentence names
    (("check", "--to", "XX"), 2, "XX"),
    (("check", "--to", "KAZ"), 2, "KAZ"),
    (("check", "--to", ""), 2, "KZ"),
    (("check", "--to", "KZ", "--via", "ZZ"), 2, "ZZ"),
    (("missing", "--to", "XX"), 2, "XX"),
    (("shipment", "new", CAR, "--to", "XX"), 2, "XX"),
    (("shipment", "new", CAR, "--to", "KZ,RU"), 2, "KZ,RU"),
    (("car", "edit", CAR, "destination=QQ"), 1, "QQ"),
    (("party", "add", "name=x", "country=ZZ"), 1, "ZZ"),
    (("check", "--to", "KZ", "--on", "2026-02-30"), 2, "2026-02-30"),
    (("check", "--to", "KZ", "--on", "soon"), 2, "soon"),
    (("check", "--to", "KZ", "--as-of", "2026-07"), 2, "2026-07"),
    (("car", "edit", CAR, "first_registration=2026-02-30"), 1, "2026-02-30"),
    (("car", "add", "make=byd", "model=x", "manufacture_date=2026-13"), 1, "2026-13"),
    (("shipment", "new", CAR, "--to", "KZ", "etd=2026-11-31"), 1, "2026-11-31"),
    (("car", "buy", CAR, "bought_on=2026-02-29"), 1, "2026-02-29"),
    (("car", "edit", CAR, "nope=1"), 2, "nope"),
    (("car", "edit", CAR, "nope=1", "colour=red"), 2, "nope"),
    (("car", "buy", CAR, "nope=1"), 2, "nope"),
    (("car", "add", "make=byd", "model=x", "nope=1"), 1, "nope"),
    (("car", "add", "make=byd", "model=x", "vin=LC0CE4CB7V4016852"), 1, "26-0001"),
    (("car", "edit", "V4016851", "vin=LC0CE4CB7V4016852"), 1, "26-0001"),
    (("car", "edit", CAR, "vin=LC0CE4CB7V401685"), 1, "17"),
    (("car", "edit", CAR, "price=-5"), 1, "-5"),
    (("car", "edit", CAR, "odometer_km=many"), 1, "many"),
    (("car", "edit", CAR), 2, CAR),
    (("car", "list", "--columns", "stock,nope"), 2, "nope"),
    (("car", "list", "--sort", "nope"), 2, "nope"),
    (("car", "list", "--format", "xlsx"), 2, "-o"),
    (("car", "show", "nobody"), 1, "nobody"),
    (("car", "show", "852"), 1, "852"),
    (("car", "edit", "nobody", "colour=red"), 1, "nobody"),
    (("car", "edit", "LC0CE4CB7V4099999", "colour=red"), 1, "LC0CE4CB7V4099999"),
    (("car", "mend", "99", "vin=x"), 1, "99"),
    (("car", "mend", "2", "nope=3"), 2, "nope"),
    (("car", "mend", "2", "nope"), 2, "nope"),
    (("car", "dismiss", "99"), 1, "99"),
    (("document", "add", "passport", CAR), 2, "passport"),
    (("document", "add", "letter", CAR, "nope=3"), 2, "nope"),
    (("document", "show", "99"), 1, "99"),
    (("document", "list", "--kind", "passport"), 2, "passport"),
    (("model", "set", "byd", "元UP", "nope=3"), 2, "nope"),
    (("model", "set", "byd", "元UP", "powertrain=steam"), 1, "steam"),
    (("shipment", "print", "S99-001", "--draft"), 1, "S99-001"),
    (("shipment", "new", CAR, "--to", "KZ", "nope=1"), 2, "nope"),
    (("shipment", "new", CAR, "--to", "KZ", "--consignee", "nobody"), 1, "nobody"),
    (("rule", "show", "nope"), 1, "nope"),
    (("dealer", "show", "nobody"), 1, "nobody"),
    (("dealer", "add", "nope"), 2, "nope"),
    (("book", "undo", "99"), 1, "99"),
    (("car", "list", "x" * 501), 2, "500"),
]


@pytest.mark.parametrize(("words", "code", "named"), OFF, ids=[" ".join(words)[:50] for words, _, _ in OFF])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_one_sentence_and_nothing_written(
    stocked: Machine, language: str, words: tuple[str, ...], code: int, named: str
) -> None:
    before = contents(stocked.book)
    done = stocked.speaks(language)(*words)
    assert "Traceback" not in done.err
    sentence = done.err.splitlines()[-1]
    if words[:2] in {("car", "edit"), ("car", "buy")}:
        done.done(code)  # the preview may stand on stdout, with its problems
    else:
        assert done.refused(code) == sentence
    assert named in sentence
    assert contents(stocked.book) == before
    if language == "zh_CN":
        assert "Error" not in done.err
        assert any("\u4e00" <= character <= "\u9fff" for character in sentence), sentence


@pytest.mark.parametrize(
    ("words", "under"),
    [
        (("colour:red", "make:byd", "nope:3"), "nope:3"),
        (("元UP", "nope:3"), "nope:3"),
        (("age>x",), "x"),
        (("make:byd", "is:gone"), "gone"),
        (("make>3",), ">3"),
        (("make:byd", '"open'), '"open'),
        (("make:byd", "-nope:3"), "nope:3"),
    ],
)
@pytest.mark.parametrize("command", [("car", "list"), ("check", "--to", "KZ"), ("missing",)])
def test_the_caret_stands_under_the_fault(
    stocked: Machine, command: tuple[str, ...], words: tuple[str, ...], under: str
) -> None:
    done = stocked(*command, *words).done(2)
    assert done.out == ""
    shown, caret, sentence = done.err.splitlines()
    assert caret.strip() == "^"
    place = next(i for i in range(len(shown)) if width(shown[:i]) == len(caret) - 1)
    assert shown[place:].startswith(under)
    assert sentence


def test_the_caret_s_line_steers_no_terminal(stocked: Machine) -> None:
    done = stocked("car", "list", f"{ESCAPE}[31m\u202e nope:3").done(2)
    assert ESCAPE not in done.err
    assert "\u202e" not in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("car", "frobnicate"),
        ("car", "list", "--format", "pdf"),
        ("car", "list", "--nope"),
        ("car", "list", "--columns"),
        ("car", "edit"),
        ("car", "mend", "x"),
        ("car", "show", "a", "b"),
        ("shipment", "new"),
        ("shipment", "print", "S1", "--lang", "de"),
        ("book", "info", f"{ESCAPE}[31mred"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_usage_errors(stocked: Machine, language: str, words: tuple[str, ...]) -> None:
    done = stocked.speaks(language)(*words).done(2)
    assert done.out == ""
    assert "Traceback" not in done.err
    assert ESCAPE not in done.err
    if language == "zh_CN":
        assert "Error" not in done.err
        assert "Usage" not in done.err
        assert "Try " not in done.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--lang", "xx"), "xx"),
        (("--lang", "fr"), "fr"),
        (("--config", "/nowhere/config.toml"), "/nowhere/config.toml"),
    ],
)
def test_options_of_all_commands(stocked: Machine, words: tuple[str, ...], named: str) -> None:
    done = stocked.bare(*words, "--book", stocked.book, "car", "list")
    assert done.code in {1, 2}
    assert named in done.refused(done.code)


def test_a_filter_that_looks_like_an_option_is_a_filter(stocked: Machine) -> None:
    stocked("document", "add", "letter", CAR, "country=KZ").done()
    for words in (("-letter",), ("make:byd", "-letter"), ("-doc:letter", "make:byd")):
        found = stocked("car", "list", *words, "--sort", "-age", "--format", "json").done().json["cars"]
        assert found
        assert "LC0CE4CB7V4016852" not in [car["vin"] for car in found]
    assert stocked("missing", "-letter", "--to", "KZ", "--format", "json").done().json["missing"]
    stocked("car", "edit", "-letter", "make:lynk-co", "destination=KZ", "--yes").done()
    assert stocked("car", "list", "-h").done().out.startswith("Usage")
