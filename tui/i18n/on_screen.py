"""Sentences as screens say them: where the command line names a flag or a command, a screen names its own key or field.

``i18n.sentences`` has every sentence; a code that stands here says something else on a screen.
"""

from __future__ import annotations

from decimal import Decimal

from tui.domain.problems import Problem
from tui.errors import NearnewError
from tui.i18n import formats, kit_sentences
from tui.i18n.sentences import filled, problem_sentence, sentence
from tui.i18n.translator import N_

_SAMPLE = Decimal("1234.5")

ON_SCREEN: dict[str, str] = {
    "buyer_missing": N_("name the buyer; ctrl+o lists them and adds new ones"),
    "claim_not_found": N_("There is no claim %(name)s any more."),
    "cost_not_found": N_("There is no cost %(name)s any more."),
    "destination_needed": N_("This car has no destination; choose one first."),
    "offer_column_missing": N_("No column of the list is known as %(field)s; say which one it is. It has: %(known)s."),
    "offer_known_since": N_("this row is in the book already, of %(day)s; to keep it anew, d says the day of the list"),
    "offer_list_of_cars": N_("the column “%(column)s” has VINs; i in the stock takes in the cars themselves"),
    "offer_not_found": N_("There is no offer %(name)s any more."),
    "override_destination": N_("An override is for one destination; choose it first."),
    "override_not_found": N_("There is no override %(name)s any more."),
    "rate_not_found": N_("There is no rate %(name)s any more."),
    "receipt_not_found": N_("There is no receipt %(name)s any more."),
    "sale_not_found": N_("There is no sale %(name)s any more."),
    "undo_all_changed_since": N_(
        "Entry %(number)s cannot be undone: everything it changed was changed again since, or is needed."
    ),
    "watch_not_found": N_("There is no watch %(name)s any more."),
    "book_missing": N_("There is no book in %(path)s any more; put the folder back, or start the desk again."),
    "book_unwritable": N_("%(path)s cannot be written; check your rights to the folder."),
    "checker_missing": N_("say who looked at it"),
    "commit_not_found": N_("The history has no entry %(number)s."),
    "confirm_rules": N_("This changes one file of your rules (%(name)s); the rules judge %(count)s cars on hand."),
    "confirm_needed": N_("This changes %(count)s records and has to be confirmed."),
    "deal_without_destination": N_("say where the car is to go first"),
    "document_country_missing": N_("say for which country"),
    "document_firm_missing": N_("the book has several firms; `nearnew document add` takes --firm NAME"),
    "document_kind_missing": N_("say what kind of document it is"),
    "document_kind_unknown": N_("“%(value)s” is no kind of document; ctrl+o lists them"),
    "document_not_found": N_("This document is no longer in the book."),
    "document_without_cars": N_("mark the cars it covers first, then add the document"),
    "encoding_unclear": N_("%(path)s: it is not clear how the text is encoded; choose the encoding it reads well in."),
    "encoding_wrong": N_("%(path)s is not in the encoding %(encoding)s; choose another one in the list of encodings."),
    "feed_ended": N_("%(host)s says that this service has ended; choose another source of rates."),
    "feed_no_history": N_("%(provider)s has today's rates only, not those of %(day)s; choose another source."),
    "feed_offline": N_("The desk is set to work offline, so %(host)s was not asked."),
    "file_exists": N_("%(path)s is there already; name another file."),
    "header_missing": N_(
        "%(path)s: none of the first %(within)s rows looks like column names; add a header row and take it in again."
    ),
    "held_row_not_waiting": N_("No held row %(id)s is waiting any more."),
    "inspection_not_found": N_("This inspection is no longer in the book."),
    "inspection_no_proof": N_("Inspection %(number)s is grade %(grade)s and proves nothing: there is no final paper."),
    "inspection_of_no_car": N_("%(car)s has no inspection yet."),
    "letter_answered": N_("Request %(number)s is %(state)s already; ask the maker anew."),
    "letter_not_found": N_("This request is no longer in the book."),
    "name_missing": N_("the name is missing"),
    "not_ready": N_("Shipment %(number)s is %(verdict)s, so there is no final paper; the draft says what is missing."),
    "number_unreadable": N_("“%(value)s” is no number; write it like %(sample)s"),
    "override_blind": N_("%(facts)s of %(car)s is not known: going on is a decision without knowing"),
    "override_unsaid": N_("say who decided, and why"),
    "partner_ambiguous": N_("“%(name)s” fits several; ctrl+o lists them"),
    "partner_not_found": N_("nobody in this book is called “%(name)s”; ctrl+o lists them"),
    "rates_missing": N_("%(provider)s has no rate for %(pairs)s, so nothing was written; choose another source."),
    "rates_none_needed": N_("No amount of the book is in a foreign currency; there is nothing to fetch."),
    "rule_unknown": N_("There is no rule “%(value)s” any more."),
    "sheet_in_text_file": N_("%(path)s is a text file and has no sheets to choose from."),
    "sheet_not_found": N_("There is no model sheet “%(name)s” any more."),
    "shipment_car_missing": N_("Shipment %(number)s names car %(id)s, which is not in the book."),
    "shipment_not_found": N_("There is no shipment “%(name)s” any more."),
    "word_unknown": N_("“%(value)s” is not known here; ctrl+o lists what is"),
} | kit_sentences.ON_SCREEN
"""By code, whether of an error or of a problem."""
COMMANDS_ONLY = frozenset(
    {
        "attachment_differs",
        "backup_damaged",
        "backup_list_and_file",
        "backup_none",
        "backup_not_found",
        "backup_not_one",
        "book_not_empty",
        "document_firm_missing",
        "export_missing",
        "export_spoilt",
        "export_there",
        "field_without_value",
        "file_not_opened",
        "keys_unknown_action",
        "quote_without_price",
        "read_only_command",
        "request_form",
        "revision_is_fixed",
        "send_or_file",
        "rule_key_broken",
        "rule_key_missing",
        "rule_key_unreadable",
        "rule_pack_not_own",
        "snapshot_changed",
        "undo_rules",
    }
)
"""Codes that are met before the screens open, or that only a command can mend, so that it is right to name one."""


def screen_sentence(error: NearnewError) -> str:
    """The sentence of an error on a screen; a refused draft gives those of its problems through ``screen_problem``."""
    template = ON_SCREEN.get(error.code)
    return filled(template, error.params, error.code) if template else sentence(error)


def screen_problem(problem: Problem) -> str:
    """What is wrong, without the field's name; with the correction on offer when there is one."""
    template = ON_SCREEN.get(problem.code)
    if template is None:
        return problem_sentence(problem)
    params = {"sample": formats.number(_SAMPLE, 2), **problem.params}
    return filled(template, params, problem.code)
