"""Sentences about localisation: kits, evidence, repair partners, parts and distributors. See ``sentences``."""

from __future__ import annotations

from tui.i18n.translator import N_

ERRORS: dict[str, str] = {
    "distributor_not_found": N_("There is no distributor %(name)s; `nearnew distributor list` shows their numbers."),
    "evidence_not_found": N_("The item %(item)s has no evidence %(number)s; `nearnew kit show` numbers it."),
    "folder_missing": N_("There is no folder %(path)s; check its name."),
    "kit_item_unknown": N_("The kit has no item “%(value)s”; it has: %(known)s."),
    "kit_item_without_proof": N_(
        "%(file)s, %(entry)s: an item takes proof = […], or computed, or rules, kinds or papers; rules alone, without proof."
    ),
    "kit_model_needed": N_("Name make and model, such as byd 海豹, or a car with --car."),
    "kit_model_not_found": N_("No car, model sheet or kit is of “%(name)s”; write make and model, such as byd 海豹."),
    "kit_powertrain_needed": N_("“%(name)s” has several powertrains (%(known)s); say which: --powertrain."),
    "kit_twice": N_("%(file)s: another file gives the kit %(entry)s already; give this one an id of its own."),
    "part_ambiguous": N_("“%(name)s” fits several parts; use the part number."),
    "part_not_found": N_("There is no part “%(name)s”; `nearnew part list` shows them."),
    "photos_none": N_("No file of the folder carries the VIN of a car, or six characters of its end."),
}

PROBLEMS: dict[str, str] = {
    "make_strange": N_("no make we know is called “%(value)s”, and the book has none of it"),
    # items and their evidence
    "document_unknown": N_("there is no document %(id)s; `nearnew document list` shows their numbers"),
    "evidence_ends_before": N_("%(item)s: the evidence of %(on)s ends on %(until)s, before it was taken"),
    "evidence_from_tomorrow": N_("%(item)s: the evidence is dated %(on)s, which is still to come"),
    "evidence_missing": N_("%(item)s: nothing proves it yet; give a file, a paper, a reading or a note with it"),
    "kit_item_computed": N_(
        "%(item)s is worked out from the book and cannot be ticked; enter what it is worked out from, or waive it with a reason"
    ),
    "kit_item_is_view": N_("%(item)s only shows what rules say; record the paper that the rule asks for"),
    "kit_item_of_car": N_("%(item)s is proper to each car; name the cars"),
    "kit_item_of_model": N_("%(item)s is met once for the model; name make and model, not cars"),
    "kit_item_takes_no_file": N_("%(item)s is not proven by a file"),
    "said_ahead": N_("%(day)s is still to come; write the day on which it was said"),
    "kit_unsaid": N_("%(item)s: say who decided and why: by=… reason=…"),
    "override_of_kit": N_(
        "an item of the kit is waived in the kit itself: `nearnew kit set … --to %(country)s --item %(item)s state=waived by=… reason=… until=…`"
    ),
    "waiver_endless": N_("%(item)s: a waiver needs a last day: until=2027-06-30"),
    "waiver_ends_before": N_("%(item)s: the waiver would end on %(until)s, before today %(today)s"),
    # repair partners, parts, distributors
    "certificate_expires_before": N_(
        "the certificate of %(value)s ends on %(expires)s, before it was issued on %(issued)s"
    ),
    "certificate_shape": N_("“%(value)s”: write holder, number, issued, expires; the next one after a semicolon"),
    "contract_ends_before": N_("it would end on %(until)s, before it begins on %(from)s"),
    "distributor_known": N_("%(value)s in %(country)s is there already; change that one"),
    "distributor_undated": N_("say on which day the source said so: told_on=2026-11-01"),
    "distributor_unsourced": N_("say who says so: source=…"),
    "field_missing": N_("this is missing"),
    "part_group_unknown": N_("there is no group “%(value)s”; choose one of: %(known)s"),
    "part_known": N_("the model has a part %(value)s already; change that one"),
    "part_model_missing": N_("say which model it is for: make=… model=…"),
    "part_per_car": N_("a car takes at least one; %(value)s cannot be"),
    "part_price_negative": N_("a price of %(value)s is below nothing"),
    "partner_country_missing": N_(
        "say in which country %(value)s is, for without it the partner counts nowhere: country=KZ"
    ),
    "partner_makes_missing": N_("say which makes %(value)s repairs: makes=byd, or makes=all"),
    "stock_shape": N_("“%(value)s”: write country, pieces, place, counted on; the next one after a semicolon"),
    "stock_twice": N_("“%(value)s” names a place twice"),
}

ON_SCREEN: dict[str, str] = {
    "distributor_not_found": N_("This distributor is no longer in the book."),
    "distributor_undated": N_("say on which day the source said so"),
    "distributor_unsourced": N_("say who says so"),
    "document_unknown": N_("there is no document %(id)s"),
    "evidence_not_found": N_("This evidence is no longer there."),
    "kit_model_needed": N_("Name make and model."),
    "kit_powertrain_needed": N_("“%(name)s” has several powertrains (%(known)s); choose one."),
    "evidence_ends_before": N_("the evidence of %(on)s ends on %(until)s, before it was taken"),
    "evidence_from_tomorrow": N_("the evidence is dated %(on)s, which is still to come"),
    "evidence_missing": N_("nothing proves it yet; give a file, a paper, a reading or a note with it"),
    "kit_unsaid": N_("say who decided and why"),
    "override_of_kit": N_("an item of the kit is waived in the kit itself"),
    "part_model_missing": N_("say which make and model it is for"),
    "part_not_found": N_("There is no part “%(name)s” any more."),
    "partner_country_missing": N_("say in which country %(value)s is, for without it the partner counts nowhere"),
    "partner_makes_missing": N_("say which makes %(value)s repairs, or all"),
    "waiver_endless": N_("a waiver needs a last day"),
    "waiver_ends_before": N_("the waiver would end on %(until)s, before today %(today)s"),
}
