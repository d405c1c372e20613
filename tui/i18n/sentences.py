"""The sentence for every code: what is wrong, where, and how to mend it, in the user's language.

Parameters are data: they are cleaned of control characters, cut, and never read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.domain.problems import Problem
from tui.domain.values import plain
from tui.errors import BookDamaged, DraftRefused, NearnewError
from tui.i18n import (
    config_sentences,
    feed_sentences,
    inspection_sentences,
    keeping_sentences,
    kit_sentences,
    money_sentences,
    paper_sentences,
    shipping_sentences,
)
from tui.i18n.check_sentences import CHECKS, RECORDS
from tui.i18n.os_reasons import reason_text
from tui.i18n.translator import N_, _, ngettext

_LONGEST = 300

ERRORS: dict[str, str] = (
    {
        # files
        "file_not_opened": N_("Your system has no program for %(path)s; write it out with `nearnew document export`."),
        "cell_too_long": N_("Row %(row)s, column “%(column)s”: a spreadsheet cell holds at most %(most)s characters."),
        "csv_broken": N_("%(path)s: line %(line)s cannot be read as CSV; look for a quote mark that is never closed."),
        "encoding_unclear": N_(
            "%(path)s: it is not clear how the text is encoded; name it, for example --encoding gb18030."
        ),
        "encoding_unknown": N_(
            "There is no text encoding called “%(encoding)s”; try utf-8, gb18030, cp1251 or utf-16."
        ),
        "encoding_wrong": N_("%(path)s is not in the encoding %(encoding)s; leave --encoding out or name another one."),
        "file_binary": N_("%(path)s is neither a text table nor a workbook; export the list as CSV or XLSX."),
        "file_empty": N_("%(path)s is empty; export the list again."),
        "file_exists": N_("%(path)s is there already; name another file, or say --yes to write over it."),
        "file_is_web_page": N_("%(path)s is a web page; open it in a spreadsheet and save it as XLSX or CSV."),
        "file_missing": N_("There is no file %(path)s; check its name and folder."),
        "file_not_writable": N_("%(path)s cannot be written (%(reason)s); choose another folder."),
        "file_too_large": N_("%(path)s is too large for a list; split it, or save only the sheet that is needed."),
        "file_unreadable": N_("%(path)s cannot be read (%(reason)s); check its name and your right to read it."),
        "header_missing": N_(
            "%(path)s: none of the first %(within)s rows looks like column names; add a header row, or use --map field=column."
        ),
        "resource_missing": N_("The installation lacks %(path)s; install nearnew again."),
        "sheet_in_text_file": N_("%(path)s is a text file and has no sheets; leave --sheet out."),
        "sheet_missing": N_("%(path)s has no sheet “%(sheet)s”; it has: %(known)s."),
        "sheet_too_long": N_("A workbook sheet holds at most %(most)s rows; filter the list, or write CSV."),
        "workbook_broken": N_("%(path)s cannot be read as a workbook (%(reason)s); open it and save it again."),
        "workbook_locked": N_("%(path)s is protected by a password; save it without one."),
        # names
        "car_not_found": N_(
            "No car is called “%(name)s”; give its VIN, at least the last six characters of it, or its stock number."
        ),
        "car_name_ambiguous": N_("“%(name)s” is the end of %(count)s VINs; give more characters."),
        "commit_not_found": N_("The history has no entry %(number)s; `nearnew book history` lists them."),
        "destination_needed": N_("This car has no destination; name one with --to KZ."),
        "country_unknown": N_("“%(value)s” is no country code; use two letters of ISO 3166 such as KZ, RU or JO."),
        "document_kind_unknown": N_("“%(value)s” is no kind of document; `nearnew document kinds` lists them."),
        "document_not_found": N_("There is no document %(name)s; `nearnew document list` shows their numbers."),
        "held_row_not_waiting": N_("No held row %(id)s is waiting; `nearnew car held` lists those that are."),
        "nothing_to_redo": N_("There is nothing to redo."),
        "nothing_to_undo": N_("There is nothing to undo."),
        "override_not_found": N_("There is no override %(name)s; `nearnew override list` shows their numbers."),
        "partner_ambiguous": N_("“%(name)s” fits several entries of %(what)s; write the whole name."),
        "partner_not_found": N_("No %(what)s is called “%(name)s”; `nearnew %(what)s list` shows them."),
        "query_matches_nothing": N_("No car matches “%(query)s”."),
        "row_missing": N_("This record is no longer in the book; somebody removed it."),
        "rule_pack_not_own": N_(
            "You have no rules of your own for “%(value)s”; `nearnew rule list --packs` shows whose are in use."
        ),
        "rule_unknown": N_("There is no rule “%(value)s”; `nearnew rule list` shows them."),
        "sheet_not_found": N_("There is no model sheet “%(name)s”; `nearnew model list` shows them."),
        "shipment_not_found": N_("There is no shipment “%(name)s”; `nearnew shipment list` shows them."),
        "undo_rules": N_(
            "Entry %(number)s is a change of rules; go back with `nearnew rule remove` or install the archived file again."
        ),
        "undo_issued": N_(
            "Entry %(number)s tells of a paper or dossier that went out; that cannot be taken back, a later one is a new revision."
        ),
        "undo_all_changed_since": N_(
            "Entry %(number)s cannot be undone: everything it changed was changed again since, or is needed; `nearnew book undo %(number)s --dry-run` says what stands in the way."
        ),
        # words of commands
        "column_unknown": N_("There is no column “%(value)s”; choose from: %(known)s."),
        "date_unreadable": N_("“%(value)s” is no date; write it like 2026-11-22."),
        "date_unreal": N_("The calendar has no day “%(value)s”."),
        "date_not_to_the_day": N_("“%(value)s” is not known to the day; write it like 2026-11-22."),
        "field_without_value": N_("“%(value)s” is not of the form field=value."),
        "giver_unknown": N_("“%(value)s” gives nothing we know of; choose from: %(known)s."),
        "request_form": N_("A request list is text or CSV; leave --format json out."),
        "offer_column_missing": N_(
            "No column of the list is known as %(field)s; name it with --map %(field)s=COLUMN. It has: %(known)s."
        ),
        "offer_list_too_long": N_("The list has %(rows)s rows, at most %(most)s are read; part it."),
        "map_column_missing": N_("The list has no column “%(column)s” for %(field)s; it has: %(known)s."),
        "map_field_unknown": N_("A list cannot fill the field “%(field)s”; it can fill: %(known)s."),
        "no_cars_named": N_("Say which cars: VINs, stock numbers, or a filter such as make:byd."),
        "override_destination": N_("An override is for one destination; name it with --to KZ."),
        "output_needed": N_("A workbook cannot be shown in the terminal; name a file with -o FILE."),
        "query_nothing_after_minus": N_("There is nothing behind the minus."),
        "query_not_a_number": N_("%(field)s is compared with a number, and “%(value)s” is none."),
        "query_open_quote": N_("A quote mark is never closed."),
        "query_text_compared": N_("%(field)s is a text; write %(field)s:value."),
        "query_too_long": N_("A filter has at most %(most)s characters."),
        "query_unknown_field": N_("There is no field “%(field)s”; choose from: %(known)s."),
        "query_unknown_word": N_("“%(value)s” is no word of %(field)s; choose from: %(known)s."),
        "query_unknown_state": N_("“%(value)s” is no state; choose from: %(known)s."),
        "query_unreadable": N_("“%(value)s” cannot be read as a filter."),
        "sort_unknown": N_("There is no sort key “%(value)s”; choose from: %(known)s."),
        "bought_in_future": N_("The purchase date %(date)s lies after today (%(today)s)."),
        "mend_name_unknown": N_("“%(name)s” is neither a column of this row nor a field; its columns are: %(known)s."),
        "confirm_needed": N_("This changes %(count)s records; say --yes to do it without being asked."),
        "confirm_rules": N_(
            "This changes one file of your rules (%(name)s) and adds an entry to the history; the rules judge %(count)s "
            "cars on hand. Say --yes to do it without being asked."
        ),
        # the book
        "read_only_command": N_("This writes to the book; leave --read-only out."),
        "book_closed": N_("The book %(path)s is closed."),
        "book_disk_full": N_("The disk is full, nothing was written to %(path)s; free some space and do it again."),
        "book_empty": N_("%(path)s is empty, so the book was not opened; put back a copy from the folder backups."),
        "book_folder_taken": N_("%(path)s holds other things (%(name)s) and no book; name an empty or a new folder."),
        "book_is_file": N_("%(path)s is a file; a book is a folder."),
        "book_locked": N_(
            "Another window is writing to the book (%(who)s, process %(pid)s on %(host)s, since %(since)s); wait, or close it, and try again."
        ),
        "book_missing": N_("There is no book in %(path)s; open the desk once to make one, or check --book."),
        "book_no_meta": N_("%(path)s is not a book of nearnew: the table “meta” is missing or not sound."),
        "book_not_empty": N_(
            "%(path)s holds records already; an export goes into a new book only: name one with --book."
        ),
        "book_read_only": N_("The book is open for reading only; nothing was written."),
        "book_replaced": N_("Somebody replaced the book %(path)s while it was open; close the desk and open it again."),
        "book_snapshot_missing": N_(
            "%(path)s is missing while its journal is there; nothing was touched: put the file back from the folder backups."
        ),
        "book_not_json": N_(
            "%(path)s is not readable text of a book (%(reason)s); nothing was touched: put back a backup."
        ),
        "book_shape": N_("%(path)s is JSON, but not a book's (%(reason)s); nothing was touched: put back a backup."),
        "shipment_car_missing": N_(
            "Shipment %(number)s names car %(id)s, which is not in the book; check it with `nearnew book verify`."
        ),
        "book_table_read_only": N_("The tables of an open book are for reading; write through the desk."),
        "book_too_new": N_(
            "%(path)s was written by a newer nearnew (format %(format)s, this one knows %(known)s); update."
        ),
        "book_unreadable": N_(
            "%(path)s cannot be read (%(reason)s); check that it is yours and that the disk is there."
        ),
        "book_unwritable": N_("%(path)s cannot be written; check your rights, or use --read-only."),
        "book_write_failed": N_("Writing to %(path)s failed (%(reason)s); nothing was changed."),
        "commit_empty": N_("There was nothing to write."),
        "conflict": N_(
            "Somebody changed this record (%(kind)s %(id)s) meanwhile; look at it again and repeat your change."
        ),
        "conflict_fields": N_(
            "Nothing was written: somebody changed the same meanwhile (see above); do it again to write yours over it."
        ),
        "history_missing": N_("The history from entry %(first)s to %(last)s is missing in the folder archive."),
        "journal_damaged": N_(
            "%(path)s is damaged at entry %(sequence)s; nothing was opened or changed. Keep the folder and put back a backup."
        ),
        "journal_header": N_("%(path)s does not begin like a journal of nearnew; nothing was opened or changed."),
        "journal_missing": N_(
            "%(path)s is missing; nothing was opened or changed. Put it back from a copy of the book."
        ),
        "record_invalid": N_("A record of %(kind)s cannot be kept (%(reason)s); nothing was written."),
        "row_unreadable": N_("Record %(id)s of %(kind)s cannot be read (%(reason)s); nothing was changed."),
        "snapshot_changed": N_(
            "Another program changed %(path)s; nothing was opened or changed. Put back the old file, or take over the change "
            "with `nearnew book verify --accept`."
        ),
    }
    | config_sentences.ERRORS
    | feed_sentences.ERRORS
    | keeping_sentences.ERRORS
    | money_sentences.ERRORS
    | inspection_sentences.ERRORS
    | shipping_sentences.ERRORS
    | paper_sentences.ERRORS
    | kit_sentences.ERRORS
)

PROBLEMS: dict[str, str] = (
    {
        "amount_negative": N_("the amount “%(value)s” is negative; correct the sign"),
        "amount_too_fine_or_large": N_(
            "the amount “%(value)s” is too large, or has more decimals than %(currency)s has"
        ),
        "battery_measured_before_built": N_(
            "the battery was measured on %(measured)s, before the car was built (%(manufactured)s)"
        ),
        "bought_already": N_("was bought already on %(bought)s; record the red-letter invoice first"),
        "car_archived": N_("%(car)s is archived; take it back first"),
        "car_referenced": N_("%(car)s is named by %(by)s; archive it instead"),
        "country_unknown": N_("“%(value)s” is no country code; use two letters of ISO 3166 such as KZ"),
        "currency_twice": N_("“%(value)s” names two currencies"),
        "currency_unknown": N_("“%(value)s” is no currency code; use ISO 4217 such as CNY"),
        "date_in_future": N_("%(date)s lies after today (%(today)s)"),
        "date_not_to_the_day": N_("“%(value)s” is not known to the day; write it like 2026-11-22"),
        "date_unreadable": N_("“%(value)s” is no date; write it like 2026-11-22"),
        "date_unreal": N_("the calendar has no day “%(value)s”"),
        "deal_without_destination": N_("say where the car is to go first: destination=KZ"),
        "engine_in_electric_car": N_("a battery car with an engine of %(engine_cc)s cc"),
        "field_conflict": N_("you entered “%(mine)s”, the list says “%(theirs)s”; keep yours or take the list's"),
        "field_not_of_sheet": N_("this is a fact of one car, not of its model"),
        "field_unknown": N_("there is no such field"),
        "file_missing": N_("there is no file %(path)s; check its name and folder"),
        "firm_code_length": N_("“%(value)s” is no unified code of 18 letters and digits"),
        "swift_shape": N_("“%(value)s” is no SWIFT code: it has 8 or 11 letters and digits, such as ABCDCNBJ"),
        "fuel_contradicts_powertrain": N_("fuel %(fuel)s does not fit powertrain %(powertrain)s"),
        "gross_below_kerb": N_("gross %(gross)s kg is less than kerb %(kerb)s kg"),
        "maker_differs": N_("a VIN that begins with %(code)s is usually %(makes)s; look at the car"),
        "make_missing": N_("the make is missing"),
        "manufactured_after_registered": N_("built %(manufactured)s, after the registration of %(registered)s"),
        "milestone_missing": N_("%(reached)s is recorded, but %(needed)s, which comes before, is not"),
        "milestone_order": N_("%(earlier)s is dated after %(later)s"),
        "model_missing": N_("the model is missing"),
        "model_year_far": N_("model year %(model_year)s lies far from the build date %(manufactured)s"),
        "name_known": N_("“%(value)s” is there already"),
        "name_missing": N_("the name is missing: name=…"),
        "number_ambiguous": N_("“%(value)s” can be read in two ways; write it without grouping marks"),
        "number_not_whole": N_("“%(value)s” is not a whole number"),
        "number_out_of_bounds": N_("“%(value)s” does not lie between %(least)s and %(most)s"),
        "number_unreadable": N_("“%(value)s” is no number; write it like 1234.56"),
        "exchange_rate_unreadable": N_("“%(value)s” is no rate; write how much one unit was, such as 7.12"),
        "percent_unreadable": N_("“%(value)s” is no percentage; write 0 to 100, such as 85"),
        "tax_rate_unreadable": N_("“%(value)s” is no rate; write 13%% or 0.13"),
        "override_blind": N_(
            "%(car)s: for want of facts (%(facts)s) it cannot be told whether %(rule)s stops it; fill them in, or confirm"
        ),
        "override_ends_before": N_("the last day %(date)s lies before today (%(today)s)"),
        "override_nothing": N_("%(rule)s has no open flag on %(car)s for %(country)s, so there is nothing to override"),
        "override_red_line": N_("%(rule)s is a red line or a deadline; those are not overridden"),
        "override_unsaid": N_("say who decided and why: --by NAME --reason TEXT"),
        "override_withdrawn": N_("it was withdrawn on %(date)s already"),
        "partner_referenced": N_("“%(value)s” is used by other records"),
        "power_30min_above_power": N_("30-minute power %(power_30min)s is above the power %(power)s"),
        "price_far_from_guide_price": N_(
            "%(price)s is far from the guide price %(guide_price)s; is a 万 missing or too much?"
        ),
        "price_missing": N_("the price is not known; it will count as missing"),
        "rate_without_invoice": N_("an invoice rate of %(rate)s without a VAT invoice"),
        "registered_and_never": N_("registered %(registered)s and never registered cannot both be"),
        "stock_number_known": N_("the stock number %(value)s is taken"),
        "text_too_long": N_("the text has more than %(most)s characters"),
        "vin_archived": N_("%(vin)s is archived as %(car)s; take it back first"),
        "vin_character": N_("a VIN has no “%(character)s”"),
        "vin_check_digit": N_(
            "the check digit is %(has)s and should be %(should)s; compare with the car, then confirm"
        ),
        "vin_duplicate": N_("%(vin)s stands in row %(first)s already"),
        "vin_for_many": N_("only one car can have it; name one car"),
        "vin_known": N_("%(vin)s is in the book already as %(car)s"),
        "vin_length": N_("a VIN has 17 characters, this one %(length)s"),
        "vin_missing": N_("the VIN is missing; enter it, or “-” for a car that waits for one"),
        "word_unknown": N_("“%(value)s” is not known here"),
        "yes_no_unreadable": N_("“%(value)s” is neither yes nor no"),
    }
    | money_sentences.PROBLEMS
    | inspection_sentences.PROBLEMS
    | kit_sentences.PROBLEMS
    | shipping_sentences.PROBLEMS
)

NOTICES: dict[str, str] = {
    "backup_failed": N_(
        "Today's backup could not be made in %(path)s (%(reason)s); make room and run `nearnew book backup`."
    ),
    "book_too_new": N_("The book was written by a newer nearnew (format %(format)s); it is open for reading only."),
    "book_lifted": N_("The book was brought to format %(format)s; as it was before, it is kept in %(backup)s."),
    "book_on_network": N_(
        "The book %(path)s lies on a network share: locks and writes may not hold there; keep it on this machine's disk."
    ),
    "book_on_removable": N_("The book %(path)s lies on a removable disk: close the desk before you take it out."),
    "compact_failed": N_("The book could not be compacted (%(reason)s); nothing is lost, it is tried again later."),
    "journal_torn": N_(
        "The last entry of the journal was cut short (%(bytes)s bytes) and was left out; a copy is kept in %(saved)s."
    ),
    "snapshot_accepted": N_("%(changes)s changes that another program made to %(path)s were taken over."),
    "memory_differs": N_("Record %(id)s of %(kind)s in memory is not what the disk says; open the book again."),
    **CHECKS,
    "history_differs": N_("Record %(id)s of %(kind)s is not what the history says; keep a copy of the book."),
}


_WITH_BACKUP = N_(
    "`nearnew book repair` shows what can be saved; the newest sound backup is of revision %(revision)s: `nearnew book restore %(backup)s`."
)
_WITHOUT_BACKUP = N_("`nearnew book repair` shows what can be saved; there is no sound backup.")


def sentence(error: NearnewError) -> str:
    """The sentence of an error; a refused draft gives the sentences of its problems, one a line."""
    if isinstance(error, DraftRefused):
        return "\n".join(problem_line(problem) for problem in error.problems if isinstance(problem, Problem))
    said = filled(ERRORS.get(error.code) or PROBLEMS.get(error.code, ""), error.params, error.code)
    way_out = error.params.get("backup") if isinstance(error, BookDamaged) else None
    if way_out is None:
        return said
    return " ".join([said, filled(_WITH_BACKUP if way_out else _WITHOUT_BACKUP, error.params, error.code)])


def problem_sentence(problem: Problem) -> str:
    """What is wrong, without the field's name; with the correction on offer when there is one."""
    text = filled(PROBLEMS.get(problem.code) or ERRORS.get(problem.code, ""), problem.params, problem.code)
    if problem.params.get("known") and problem.code in {"field_unknown", "word_unknown"}:
        text += _("; choose from: %(known)s") % {"known": problem.params["known"]}
    if problem.offer:
        text += _("; is it %(offer)s?") % {"offer": problem.offer}
    return text


def problem_line(problem: Problem) -> str:
    """Field and sentence."""
    return _("%(field)s: %(sentence)s") % {"field": problem.field, "sentence": problem_sentence(problem)}


def notice_sentence(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a notice or finding about the book."""
    if code in CHECKS:
        params = {
            name: _(RECORDS.get(str(value), str(value))) if name in {"kind", "of"} else value
            for name, value in params.items()
        }
    return filled(NOTICES.get(code) or ERRORS.get(code, ""), params, code)


def filled(template: str, params: Mapping[str, object], code: str) -> str:
    """A translated template with its blanks filled; code and parameters where there is no template."""
    if not template:
        return f"{code}: " + ", ".join(f"{name}={_clean(value)}" for name, value in params.items())
    blanks = {name: _clean(reason_text(str(value)) if name == "reason" else value) for name, value in params.items()}
    return _(template) % _Known(blanks)


class _Known(dict[str, str]):
    """Parameters in which a missing one is a dash: a sentence must never fail."""

    def __missing__(self, key: str) -> str:
        return "–"


def _clean(value: object) -> str:
    text = plain(str(value)).replace("\n", " ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def count_of_cars(count: int) -> str:
    """``3 cars``."""
    return ngettext("%(n)d car", "%(n)d cars", count) % {"n": count}
