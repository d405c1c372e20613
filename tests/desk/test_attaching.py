"""Files on documents: what may hang there, what it proves, and that a paper without its file is not held."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
import pytest

from tests.desk.kit import LIBRARY, answer, new_desk, noon, paper, ready_for_kazakhstan
from tui.config import AttachmentSettings
from tui.desk import attaching, documents, history
from tui.desk.context import Desk
from tui.desk.kinds import CARS, DOCUMENTS
from tui.domain.attachments import best_grade, type_of
from tui.domain.documents import LETTER, LICENCE, Document
from tui.domain.readiness import Verdict
from tui.errors import BadFile, BookReadOnly, NotFound, UsageError
from tui.store.book import BookStore

PDF = b"%PDF-1.7\n1 0 obj"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def zipped(member: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(member, "<x/>")
    return held.getvalue()


@pytest.fixture
def desk() -> Desk:
    return new_desk()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(PDF)
    return path


def licence(desk: Desk) -> Document:
    ready_for_kazakhstan(desk)
    return next(one for one in desk.store.all(DOCUMENTS) if one.kind == LICENCE)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "pdf"),
        (JPEG, "jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "heic"),
        (b"II*\x00\x08\x00", "tiff"),
        (FILM, "mp4"),
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("word/document.xml"), "docx"),
        (zipped("evil.exe"), None),
        ("车架号,颜色\n".encode("gb18030"), "text"),
        (b"MZ\x90\x00\x03", None),
        (b"\x7fELF\x02\x01", None),
        (b"", None),
    ],
)
def test_a_file_is_what_it_holds_whatever_its_name(data: bytes, name: str | None) -> None:
    found = type_of(data, LIBRARY.file_types)
    assert (found.name if found else None) == name


def test_attaching_and_what_is_kept_of_it(desk: Desk, file: Path) -> None:
    changed = attaching.attach(desk, licence(desk), [file], "A")
    (one,) = changed.attachments
    assert (one.name, one.size, one.type, one.grade) == ("letter.pdf", len(PDF), "pdf", "A")
    assert desk.store.files.read(one.sha256) == PDF
    assert desk.store.get(DOCUMENTS, changed.id) == changed
    with pytest.raises(UsageError, match="attachment_there"):
        attaching.attach(desk, changed, [file])


def test_a_film_can_never_raise_the_grade(desk: Desk, tmp_path: Path, file: Path) -> None:
    film = tmp_path / "walk-round.pdf"
    film.write_bytes(FILM)
    for grade in "AB":
        with pytest.raises(UsageError, match="grade_too_good"):
            attaching.kept(desk, film, grade)
    assert attaching.kept(desk, film).grade == attaching.kept(desk, film, "C").grade == "C"
    assert attaching.kept(desk, file).grade == ""
    both = attaching.attach(desk, licence(desk), [file, film], "C")
    assert best_grade(both.attachments) == "C"
    with pytest.raises(UsageError, match="grade_unknown"):
        attaching.kept(desk, file, "D")


def test_what_may_not_be_attached(desk: Desk, tmp_path: Path) -> None:
    desk.settings = msgspec.structs.replace(desk.settings, attachments=AttachmentSettings(1))
    cases = {
        "program.pdf": (b"MZ\x90\x00", "attachment_type_unknown"),
        "empty.pdf": (b"", "file_empty"),
        "large.pdf": (PDF.ljust(1_000_001), "attachment_too_large"),
    }
    for name, (data, code) in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadFile, match=code) as caught:
            attaching.kept(desk, tmp_path / name)
        assert caught.value.params["path"] == str(tmp_path / name)
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BadFile, match=r"file_missing|file_unreadable"):
            attaching.kept(desk, path)
    assert desk.store.files.sizes() == {}


def test_a_paper_whose_file_is_missing_is_not_held(desk: Desk, file: Path) -> None:
    held = attaching.attach(desk, licence(desk), [file])
    (car,) = desk.store.all(CARS)
    assert answer(desk, car).verdict is Verdict.READY
    desk.store.files.remove(held.attachments[0].sha256)
    assert answer(desk, car).verdict is not Verdict.READY
    assert documents.standing(held, desk.today, desk.store.files.sizes()) == "file_missing"
    assert documents.standing(held, desk.today) == "held"
    desk.store.files.put(PDF)
    assert answer(desk, car).verdict is Verdict.READY


def test_detaching_keeps_the_file_for_the_undo(desk: Desk, file: Path) -> None:
    held = attaching.attach(desk, licence(desk), [file])
    assert attaching.detach(desk, held, "letter.pdf").attachments == ()
    history.undo(desk)
    assert documents.get(desk, held.id) == held
    history.undo(desk)
    assert documents.get(desk, held.id).attachments == ()
    assert desk.store.files.read(held.attachments[0].sha256) == PDF


def test_naming_one_of_several(desk: Desk, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.jpg").write_bytes(JPEG + bytes([number]))
    held = attaching.attach(desk, licence(desk), [tmp_path / "1.jpg", tmp_path / "2.jpg"])
    one, two = held.attachments
    assert attaching.named(held, "2") == attaching.named(held, "2.jpg") == attaching.named(held, two.sha256[:8]) == two
    assert attaching.named(held, "1") == one
    for name in (None, "3", "x.jpg", ""):
        with pytest.raises(NotFound, match="attachment_not_named"):
            attaching.named(held, name)


@pytest.mark.parametrize("name", ["../../evil.pdf", "/etc/evil.pdf", "..\\evil.pdf", ".evil.pdf"])
def test_writing_out_stays_in_its_folder(desk: Desk, tmp_path: Path, file: Path, name: str) -> None:
    held = attaching.attach(desk, licence(desk), [file])
    strange = msgspec.structs.replace(held.attachments[0], name=name)
    (tmp_path / "out").mkdir()
    assert attaching.write_out(desk, strange, tmp_path / "out") == tmp_path / "out" / "evil.pdf"
    with pytest.raises(BadFile, match="file_exists"):
        attaching.write_out(desk, strange, tmp_path / "out")


def test_a_document_is_added_with_its_file(desk: Desk, file: Path) -> None:
    car = ready_for_kazakhstan(desk)
    kept = attaching.kept(desk, file)
    kinds = [("country", "KZ"), ("issued", "2026-11-01")]
    assert documents.add(desk, LETTER, kinds, cars=[car], attachments=[kept]).attachments == (kept,)
    assert paper(desk, LETTER, car).attachments == ()


def test_on_disk_a_file_is_private_and_named_by_what_it_holds(tmp_path: Path) -> None:
    store = BookStore.open(tmp_path / "book", now=noon, who="x", create=True)
    name = store.files.put(PDF)
    path = tmp_path / "book" / "files" / name
    assert path.stat().st_mode & 0o777 == 0o600
    assert store.files.put(PDF) == name
    assert store.files.sizes() == {name: len(PDF)}
    path.write_bytes(b"%PDF-1.7 spoilt!")
    with pytest.raises(Exception, match="attachment_differs"):
        store.files.read(name)
    store.files.put(PDF)
    assert store.files.read(name) == PDF
    store.close()
    reader = BookStore.open(tmp_path / "book", now=noon, who="x", read_only=True)
    with pytest.raises(BookReadOnly):
        reader.files.put(b"x")
