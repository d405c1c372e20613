"""The dossier: everything that proves a shipment, in one folder that any machine can check.

It is put together beside its place and moved there when it is whole. What the cars cost and from whom they came stays
out of it unless it is asked for by name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from tui.desk import dossier_pages, issued, rendering, shipment_views, shipping, views
from tui.desk.attaching import safe_name
from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.dossier_history import histories
from tui.desk.explaining import Explanation, as_json, explain
from tui.desk.kinds import CLAIMS, DOSSIERS
from tui.desk.opening import user_of
from tui.domain.documents import Document
from tui.domain.dossiers import Dossier, keep_until, keeping_rule
from tui.domain.issued import IssuedPaper
from tui.domain.readiness import Flag
from tui.domain.rules import KIT_KIND, Rule
from tui.domain.shipments import Shipment
from tui.errors import BadFile, UnprintableText
from tui.i18n.translator import N_
from tui.reports.paper import document as paper_document
from tui.reports.summarise import PRIVATE_KINDS
from tui.reports.sums import SUMS, sums_text
from tui.store.contract import Put

SCHEMA = "nearnew/dossier/1"
_UNFIT = re.compile(r"[^\w.()+ -]+")
_LONGEST_NAME = 80
_PRIVATE_KEYS = frozenset({"note", "cost"})
_ISSUED, _ATTACHED, _VERDICTS, _HISTORY, _RECORDS = (
    N_("issued paper"), N_("attachment"), N_("verdicts"), N_("history"), N_("records"),
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One file of the dossier: its name in it, what it is (an English title), what it is of, and its bytes."""

    path: str
    what: str
    of: str
    content: bytes


@dataclass(frozen=True)
class Contents:
    """What goes into a dossier, and what its index says of it."""

    shipment: Shipment
    made_on: date
    by: str
    with_costs: bool
    left_out: int
    rule: Rule | None
    keep_until: date | None
    pieces: list[Piece] = field(default_factory=list)


def usual_name(desk: Desk, shipment: Shipment) -> str:
    """The name of a dossier's folder where none is given."""
    return f"{_fit(shipment.number) or 'shipment'}-dossier-{desk.today.isoformat()}"


def write(
    desk: Desk,
    shipment: Shipment,
    folder: Path,
    *,
    with_costs: bool = False,
    said: Callable[[Sequence[IssuedPaper]], Iterable[IssuedPaper]] = iter,
) -> Dossier:
    """Write the dossier of a shipment into a new folder, whole or not at all, and remember it. Returns what is kept.

    ``said`` may count the papers as they are set. Raises BadFile where the folder is there already or cannot be made,
    NotFound and BookError for files of the book that are lost.
    """
    may_make(folder)
    contents = _gathered(desk, shipment, with_costs=with_costs, said=said)
    digests = {piece.path: sha256(piece.content).hexdigest() for piece in contents.pieces}
    for piece in _index(desk, contents, digests):
        contents.pieces.append(piece)
        digests[piece.path] = sha256(piece.content).hexdigest()
    sums = sums_text(digests).encode()
    record = Dossier(
        shipment.id,
        shipment.number,
        desk.today,
        len(contents.pieces),
        sum(len(piece.content) for piece in contents.pieces),
        sha256(sums).hexdigest(),
        contents.keep_until,
        with_costs,
    )
    half = folder.with_name(f".{folder.name}.{os.getpid()}.half")
    try:
        half.mkdir(mode=0o700)
        for piece in (*contents.pieces, Piece(SUMS, "", "", sums)):
            path = half / piece.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(piece.content)
        desk.store.commit([Put(DOSSIERS, record)], why=f"shipment dossier {shipment.number}")
        half.rename(folder)
    except OSError as error:
        raise BadFile("file_not_writable", path=str(folder), reason=error.strerror or type(error).__name__) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return record


def may_make(folder: Path) -> None:
    """Raise BadFile where a new folder cannot stand; nothing that is there is ever written over."""
    try:
        if (
            folder.is_symlink()
            or (folder.exists() and not folder.is_dir())
            or (folder.is_dir() and any(folder.iterdir()))
        ):
            raise BadFile("dossier_there", path=str(folder))
        if not folder.absolute().parent.is_dir():
            raise BadFile("file_not_writable", path=str(folder), reason=os.strerror(2))
    except (OSError, ValueError) as error:
        raise BadFile("file_not_writable", path=str(folder), reason=str(error)) from error


def _gathered(
    desk: Desk,
    shipment: Shipment,
    *,
    with_costs: bool,
    said: Callable[[Sequence[IssuedPaper]], Iterable[IssuedPaper]],
) -> Contents:
    papers = _papers_of(desk, shipment)
    shown = [one for one in papers if with_costs or one.kind not in PRIVATE_KINDS]
    packs = desk.library.packs
    rule = keeping_rule(packs["CN"].rules if "CN" in packs else (), desk.today)
    until = keep_until(rule, shipment.car_ids, desk.store.all(CLAIMS), desk.today)
    by = user_of(desk.settings)
    found = Contents(shipment, desk.today, by, with_costs, len(papers) - len(shown), rule, until)
    for one in said(issued.of_shipment(desk, shipment.id)):
        found.pieces.extend(_printed(desk, one))
    found.pieces.extend(_attached(desk, shown, with_costs=with_costs))
    found.pieces.extend(_verdicts(desk, shipment, with_costs=with_costs))
    records = histories(desk, shipment, shown, with_costs=with_costs)
    found.pieces.append(Piece("history/history.json", _HISTORY, shipment.number, _json(records)))
    page = dossier_pages.history_page(shipment.number, records)
    found.pieces.append(Piece("history/history.html", _HISTORY, shipment.number, page.encode()))
    return found


def _papers_of(desk: Desk, shipment: Shipment) -> list[Document]:
    """Every document that reaches a car of the shipment, by number; void ones too, for they were used once."""
    checker = Checker(desk, Question(desk.today), only=shipment)
    found = {paper.id: paper for car in shipping.cars_of(desk, shipment) for paper in checker.papers_of(car)}
    return [found[number] for number in sorted(found)]


def _printed(desk: Desk, record: IssuedPaper) -> Iterator[Piece]:
    """An issued paper as its original was: as data, and as a page in every language it went out in.

    A page is a PDF; HTML where no font draws one of its characters.
    """
    paper = issued.frozen(desk, record).paper
    stem = f"papers/{record.kind}-r{record.revision}"
    yield Piece(f"{stem}.json", _ISSUED, record.name, _json(paper_document(paper)))
    tongues = dict.fromkeys((one.language, one.bilingual) for one in record.copies)
    for language, bilingual in tongues:
        name = f"{stem}-{language}{'+zh_CN' if bilingual else ''}"
        try:
            yield Piece(
                f"{name}.pdf", _ISSUED, record.name, rendering.bytes_of(paper, "pdf", language, bilingual=bilingual)
            )
        except UnprintableText:
            page = rendering.bytes_of(paper, "html", language, bilingual=bilingual)
            yield Piece(f"{name}.html", _ISSUED, record.name, page)


def _attached(desk: Desk, papers: Iterable[Document], *, with_costs: bool) -> Iterator[Piece]:
    """The files of documents, and what the book says of each document."""
    told = []
    for paper in papers:
        home = f"documents/{paper.id:04}-{_fit(paper.kind)}"
        names = []
        for place, one in enumerate(paper.attachments, start=1):
            path = f"{home}/{place:02}-{_fit(safe_name(one)) or one.sha256[:12]}"
            names.append({"path": path, "name": one.name, "sha256": one.sha256, "size": one.size, "grade": one.grade})
            yield Piece(path, _ATTACHED, f"{paper.kind} {paper.number}".strip(), desk.store.files.read(one.sha256))
        told.append({**views.document(desk, paper), "attachments": names})
    document = {"schema": "nearnew/documents/1", "documents": told}
    yield Piece("documents/documents.json", _RECORDS, "", _json(_shown(document, with_costs=with_costs)))


def _verdicts(desk: Desk, shipment: Shipment, *, with_costs: bool) -> Iterator[Piece]:
    """Every car's verdict on the day with the rules it rests on, satisfied ones too."""
    _verdict, answers = shipping.judge(desk, shipment, desk.today)

    known: dict[int, Explanation] = {}
    told: dict[str, dict[str, Any]] = {}
    names: dict[str, str] = {}

    def why(answer: Answer, flag: Flag) -> Explanation:
        if flag.rule.kind != KIT_KIND:
            return explain(desk, answer, flag)
        if id(flag) not in known:  # cars of equal items share their flags
            known[id(flag)] = explain(desk, answer, flag)
        return known[id(flag)]

    def explained(answer: Answer, flag: Flag) -> dict[str, Any]:
        data = as_json(desk, why(answer, flag))
        name = names.setdefault(json.dumps(data, sort_keys=True), f"{flag.rule.id}#{len(names) + 1}")
        told[name] = data
        return {"see": name}

    found = views.check(desk, answers, desk.today, explain=explained)
    found["explanations"] = told
    shown = _json(_shown(found, with_costs=with_costs))
    yield Piece("verdicts/verdicts.json", _VERDICTS, shipment.number, shown)
    page = dossier_pages.verdicts_page(desk, shipment.number, answers, why)
    yield Piece("verdicts/verdicts.html", _VERDICTS, shipment.number, page.encode())


def _index(desk: Desk, contents: Contents, digests: dict[str, str]) -> Iterator[Piece]:
    shipment, rule = contents.shipment, contents.rule
    listed = [
        {"path": one.path, "what": one.what, "of": one.of, "bytes": len(one.content), "sha256": digests[one.path]}
        for one in sorted(contents.pieces, key=lambda one: one.path)
    ]
    about = {
        "schema": SCHEMA,
        "made_on": contents.made_on.isoformat(),
        "made_by": contents.by,
        "book_revision": desk.store.revision,
        "packs": desk.library.packs_version,
        "with_costs": contents.with_costs,
        "documents_left_out": contents.left_out,
        "keep_until": contents.keep_until.isoformat() if contents.keep_until else None,
        "keep_rule": {"rule": rule.id, **views.rule_summary(rule)} if rule else None,
        "shipment": _shown(shipment_views.whole(desk, shipment), with_costs=contents.with_costs),
        "issued": issued.as_json(issued.of_shipment(desk, shipment.id))["papers"],
        "files": listed,
    }
    yield Piece("index.json", "", "", _json(about))
    yield Piece("index.html", "", "", dossier_pages.index_page(about).encode())


def _shown(node: Any, *, with_costs: bool) -> Any:
    """Data as they may be shown: what something cost, and free notes, which may tell it, only when asked for."""
    if with_costs:
        return node
    if isinstance(node, dict):
        return {key: None if key in _PRIVATE_KEYS else _shown(value, with_costs=False) for key, value in node.items()}
    return [_shown(one, with_costs=False) for one in node] if isinstance(node, list | tuple) else node


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _fit(name: str) -> str:
    """A name of a file that every system takes, and that leads nowhere else."""
    return _UNFIT.sub("_", name).strip(" .")[-_LONGEST_NAME:].lstrip(" .")
