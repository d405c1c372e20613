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
    "dossier_there": N_("%(path)s is there already; a dossier is written into a new folder and over nothing."),
    "dossier_no_sums": N_("%(path)s is no dossier: it holds no list SHA256SUMS."),
    "printer_missing": N_(
        "The program that prints, %(program)s, cannot be started (%(reason)s); set [print] command in your settings, or save the paper to a file."
    ),
    "printer_failed": N_("%(program)s did not print the paper (exit %(exit)s) and said: %(said)s."),
    "printer_slow": N_(
        "%(program)s did not come back within %(seconds)s seconds and was stopped; look at the printer."
    ),
    "send_or_file": N_("A paper goes to the printer or into a file; leave out -o or --send."),
    "send_what": N_("A printer takes text, html or pdf, not %(form)s; save it to a file instead."),
    "issued_not_found": N_(
        "Of shipment %(number)s no such paper was issued: %(kind)s, revision %(revision)s; issued are: %(known)s."
    ),
    "issued_unreadable": N_("The frozen data of the paper %(name)s cannot be read; restore a backup."),
    "issued_meanwhile": N_("Somebody printed %(name)s meanwhile, so this paper was not; print it again."),
    "revision_is_fixed": N_(
        "A paper that was issued is printed as it went out; leave out --draft and --on with --revision."
    ),
    "template_broken": N_("The template %(path)s does not compile (%(reason)s); mend it there."),
    "template_broken_at": N_(
        "The template %(path)s fails in line %(line)s: %(reason)s; mend it there, the shipped one was not used instead."
    ),
    "template_reaches": N_(
        "The template %(path)s says “%(word)s” in line %(line)s; a template reaches for no other file, package or program."
    ),
    "layout_form": N_("Only html and pdf are set with a template, not %(form)s; leave the layout out."),
    "layout_unknown": N_("There is no template %(path)s; layouts at hand: %(known)s."),
    "layout_name": N_("“%(value)s” is no name of a layout; use letters, digits, - and _."),
    "paper_no_table": N_("This paper has no table, so there is no CSV of it; choose text, html, pdf, xlsx or json."),
    "paper_beside_same": N_("A bilingual paper is in Chinese and one other language; choose the other one."),
    "folder_needed": N_("%(path)s is no folder; papers of several shipments go into a folder, one file each."),
    "folder_needed_for_many": N_("Papers of several shipments in this format need a folder; name one with -o."),
    "binary_to_terminal": N_("%(form)s is no text: name a file with -o, or send it into a pipe."),
}
