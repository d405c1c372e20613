"""Sentences about inspections and about requests for makers' letters. See ``sentences``."""

from __future__ import annotations

from tui.i18n.translator import N_

ERRORS: dict[str, str] = {
    "inspection_not_found": N_("There is no inspection %(name)s; `nearnew inspection list` shows their numbers."),
    "inspection_file_not_named": N_("Inspection %(id)s has no single file “%(name)s”; it has: %(known)s."),
    "paper_form_unknown": N_("“%(value)s” says no format of a paper; end the name in one of: %(known)s."),
    "inspection_no_proof": N_(
        "Inspection %(number)s is grade %(grade)s and proves nothing, so no final paper was written; --draft prints one that says why."
    ),
    "inspection_of_no_car": N_("%(car)s has no inspection yet; `nearnew inspection add %(car)s` records one."),
    "letter_not_found": N_("There is no request %(name)s; `nearnew letter list` shows their numbers."),
    "letter_one_maker": N_("These cars are of several makes (%(makes)s); name a maker for one make at a time."),
    "letter_outlet_unreadable": N_(
        "“%(value)s” is no outlet: the letter must show provider and address; write name; address; phone."
    ),
    "letter_answered": N_("Request %(number)s is %(state)s already; ask the maker anew: `nearnew letter request`."),
    "letter_no_cars": N_("None of these cars needs to be asked for: %(reasons)s."),
}

PROBLEMS: dict[str, str] = {
    "panel_unknown": N_("“%(value)s” is no panel; the panels are: %(known)s"),
    "panel_twice": N_("%(panel)s stands twice; give all its readings at once, such as 112,118"),
    "panel_text_unreadable": N_("“%(value)s” says nothing of a panel; write readings and letters: %(known)s"),
    "panel_too_many": N_("give at most %(most)s readings of a panel"),
    "panels_unreadable": N_("“%(value)s” names no panel; write bonnet=112 roof=105,108r"),
    "panel_plastic": N_(
        "%(panel)s is plastic, on which a gauge reads nothing; leave the reading out, or name the metal"
    ),
    "panel_codes_contradict": N_("only one of these can hold: %(codes)s"),
    "thickness_out_of_bounds": N_("%(value)s µm is no thickness of paint; gauges read up to %(most)s µm"),
    "calibrated_after_inspection": N_(
        "the instrument was calibrated on %(calibrated)s, after the inspection on %(on)s; give the calibration before it"
    ),
    "inspected_before_built": N_("the inspection on %(on)s lies before the car was built, %(built)s"),
    "inspection_missing": N_("nothing was measured; give a panel, the battery, the odometer or a file"),
    "odometer_backwards": N_("%(km)s km does not fit %(other)s km, read on %(on)s; look again"),
    "file_grade_unknown": N_("“%(value)s” is no grade; A, B or C"),
    "letter_country_missing": N_("say which country the letter is for"),
    "letter_number_missing": N_("give the number that stands on the letter"),
    "letter_issued_missing": N_("give the day on which the letter was issued"),
    "letter_signer_missing": N_("say who signed it: maker, sales_company, dealer …; a dealer's letter frees no car"),
    "letter_shows_missing": N_("say what the letter shows: all, or destination_country, vin, outlet_address …"),
    "letter_before_request": N_("%(day)s lies before the request of %(requested)s"),
    "letter_reason_missing": N_("give the maker's reason"),
    "letter_car_not_asked": N_("%(car)s is not among the cars of request %(number)s"),
}

GRADES: dict[str, str] = {
    "grade_a": N_("report %(number)s of %(issuer)s is attached: %(files)s"),
    "grade_a_no_file": N_("no A: no file of grade A, an accredited report, is attached"),
    "grade_a_no_issuer": N_("no A: the house that issued the report is not named"),
    "grade_a_no_number": N_("no A: the report's number is missing"),
    "grade_b": N_("measured by %(who)s with %(instrument)s"),
    "grade_b_no_inspector": N_("no B: nobody is named who measured"),
    "grade_b_no_instrument": N_("no B: the instrument is not named"),
    "grade_b_no_calibration": N_("no B: the day of the instrument's calibration is missing"),
    "grade_b_old_calibration": N_("no B: the calibration of %(day)s was %(days)s days old; at most %(most)s count"),
    "grade_b_late_calibration": N_("no B: calibrated on %(day)s, after the inspection of %(on)s"),
    "grade_b_no_tool": N_("no B: the tool that read the battery is not named"),
    "grade_b_nothing_measured": N_("no B: nothing was measured with an instrument"),
    "grade_chat": N_("a video or a chat, whatever it shows"),
    "grade_file_lost": N_("a file is missing or not what was attached: %(files)s; it proves nothing until it is back"),
}
"""Why a grade is what it is."""
