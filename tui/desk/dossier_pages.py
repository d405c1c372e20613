"""The pages of a dossier that people read: its index, the verdicts and the history, each one HTML file by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from tui.desk.checking import Answer
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.explained import line_text, source_texts
from tui.desk.explaining import Explanation
from tui.domain.readiness import Flag, State
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import TRANSLATOR, _
from tui.reports.setting import harmless

_STYLE = (
    "body{font:15px/1.5 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#111}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.3em .6em .3em 0;"
    "text-align:start;vertical-align:top}code{font-size:85%;overflow-wrap:anywhere}h2{margin-top:2em}"
    ".quiet{color:#555}@media print{body{margin:0;max-width:none}}"
)
_SHORT = 16


def index_page(about: dict[str, Any]) -> str:
    """What is in the dossier, until when it is kept, and how it is checked."""
    shipment = about["shipment"]
    lines = [
        _("Made on %(day)s by %(who)s from revision %(revision)s of the book; rules %(packs)s")
        % {
            "day": about["made_on"],
            "who": about["made_by"],
            "revision": about["book_revision"],
            "packs": about["packs"],
        },
    ]
    if about["keep_until"]:
        source = about["keep_rule"]["source"]
        lines.append(
            _("Keep it until %(day)s at least: %(rule)s (%(source)s, %(dated)s)")
            % {
                "day": about["keep_until"],
                "rule": _(about["keep_rule"]["title"]),
                "source": source["title"],
                "dated": source["date"] or formats.NONE,
            }
        )
    else:
        lines.append(_("No rule at hand says how long it is to be kept"))
    if not about["with_costs"]:
        lines.append(_("What the cars cost and from whom they came is left out"))
    lines.append(_("To check it: sha256sum -c SHA256SUMS, or nearnew dossier verify FOLDER"))
    rows = [
        (_link(one["path"]), _(one["what"]), one["of"], str(one["bytes"]), _code(one["sha256"][:_SHORT] + "…"))
        for one in about["files"]
    ]
    cars = ", ".join(shipment["cars"])
    body = [*map(_paragraph, lines), _heading(_("Cars")), _paragraph(cars), _heading(_("Files"))]
    body.append(_table([_("File"), _("What"), _("Of"), _("Bytes"), "sha256"], rows))
    return _page(_("Dossier of shipment %(number)s") % {"number": shipment["number"]}, body)


def verdicts_page(
    desk: Desk, number: str, answers: Sequence[Answer], explain: Callable[[Answer, Flag], Explanation]
) -> str:
    """Every car's verdict with the rules behind it, then each rule once, with its source and date.

    Cars of the same answer stand together.
    """
    words = desk.library.words
    body: list[Markup] = []
    rules: dict[str, Explanation] = {}
    cars: dict[Markup, list[str]] = {}
    for answer in answers:
        said = answer.assessment
        rows = []
        for flag in said.flags:
            why = explain(answer, flag)
            rules.setdefault(flag.rule.id, why)
            compared = "; ".join(line_text(desk, line) for line in why.lines)
            rows.append((
                _(flag.rule.title), word(words, "severity", flag.rule.severity.value),
                word(words, "state", flag.state.value), compared, _code(flag.rule.id),
            ))  # fmt: skip
        parts = [_paragraph(word(words, "verdict", said.verdict.value))]
        parts.append(_table([_("Rule"), _("Severity"), _("State"), _("Compared"), _("Code")], rows))
        for one in answer.overrides:
            text = _("Overridden by %(who)s on %(day)s, %(rule)s: %(reason)s")
            told = {"who": one.by, "day": one.made_on, "rule": one.rule_id, "reason": one.reason}
            parts.append(_paragraph(text % told))
        if any(flag.state is State.CANNOT_TELL for flag in said.flags) or said.doubts:
            parts.append(_paragraph(_("Some of it cannot be told: see the states above")))
        cars.setdefault(Markup("\n").join(parts), []).append(name_of(answer.car))
    for page, names in cars.items():
        body += [_heading(", ".join(names)), page]
    body.append(_heading(_("Rules and their sources")))
    for rule_id in sorted(rules):
        why = rules[rule_id]
        body.append(Markup("<h3>{} <code>{}</code></h3>").format(_safe(_(why.rule.title)), _safe(rule_id)))
        body.append(_paragraph(_(why.rule.summary)))
        body += [_paragraph(text, quiet=True) for text in source_texts(desk, why)]
    title = _("Verdicts on shipment %(number)s, %(day)s, rules %(packs)s")
    return _page(title % {"number": number, "day": desk.today.isoformat(), "packs": desk.library.packs_version}, body)


def history_page(number: str, document: dict[str, Any]) -> str:
    """Who changed what, when: record by record."""
    body: list[Markup] = []
    for record in document["records"]:
        body.append(_heading(record["name"] or f"{record['kind']} {record['id']}"))
        rows = [
            (one["at"][:16].replace("T", " ") + " UTC", one["who"], one["what"], "; ".join(one["changes"]))
            for one in record["entries"]
        ]
        body.append(_table([_("When"), _("Who"), _("What"), _("Changes")], rows))
    return _page(_("History of shipment %(number)s, its cars and documents") % {"number": number}, body)


def _page(title: str, body: Iterable[Markup]) -> str:
    tag = TRANSLATOR.tag.replace("_", "-")
    head = Markup(
        '<!DOCTYPE html>\n<html lang="{}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width"><title>{}</title><style>{}</style></head><body>\n<h1>{}</h1>\n'
    ).format(tag, _safe(title), Markup(_STYLE), _safe(title))  # noqa: S704 - the style is ours
    return str(head + Markup("\n").join(body) + Markup("\n</body></html>\n"))


def _safe(text: str) -> Markup:
    return escape(harmless(text))


def _heading(text: str) -> Markup:
    return Markup("<h2>{}</h2>").format(_safe(text))


def _paragraph(text: str, *, quiet: bool = False) -> Markup:
    return Markup('<p class="quiet">{}</p>' if quiet else "<p>{}</p>").format(_safe(text))  # noqa: S704 - both are ours


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(_safe(text))


def _link(path: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(quote(path), _safe(path))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str | Markup]]) -> Markup:
    cells = Markup("").join(Markup("<th>{}</th>").format(_safe(head)) for head in heads)
    body = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td>{}</td>").format(cell if isinstance(cell, Markup) else _safe(cell)) for cell in row
            )
        )
        for row in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>\n{}\n</tbody></table>").format(cells, body)
