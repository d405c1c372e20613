"""The sentences of what can go wrong with a paper."""

from __future__ import annotations

from tui.i18n.translator import N_

ERRORS = {
    "not_ready": N_(
        "Shipment %(number)s is %(verdict)s, so no final paper was written; --draft prints one that says what is missing."
    ),
    "glyphs_missing": N_(
        "No font at hand draws %(characters)s, so no PDF was made; change that text, or print as text or HTML. Characters without a glyph: %(count)s."
    ),
    "template_broken": N_("The template %(path)s does not compile (%(reason)s); mend it there."),
    "paper_no_table": N_("This paper has no table, so there is no CSV of it; choose text, html, pdf, xlsx or json."),
    "paper_beside_same": N_("A bilingual paper is in Chinese and one other language; choose the other one."),
    "folder_needed": N_("%(path)s is no folder; papers of several shipments go into a folder, one file each."),
    "folder_needed_for_many": N_("Papers of several shipments in this format need a folder; name one with -o."),
    "binary_to_terminal": N_("%(form)s is no text: name a file with -o, or send it into a pipe."),
}
