"""Sentences about money: offers, sales, receipts, claims and rates. See ``sentences``."""

from __future__ import annotations

from collections.abc import Sequence

from tui.i18n.translator import N_, _

ERRORS: dict[str, str] = {
    "claim_not_found": N_("There is no claim %(name)s; `nearnew rebate claim --list` shows them."),
    "claim_no_question": N_("No question about claim %(name)s waits for an answer."),
    "cost_not_found": N_("There is no cost %(name)s; `nearnew cost list` shows their numbers."),
    "customs_value_not_positive": N_("“%(amount)s”: a customs value is more than nothing."),
    "offer_not_found": N_("There is no offer %(name)s; `nearnew offer list` shows their numbers."),
    "receipt_not_found": N_("There is no receipt %(name)s; `nearnew receipt list` shows their numbers."),
    "sale_not_found": N_("There is no sale %(name)s; `nearnew sale list` shows their numbers."),
    "watch_not_found": N_("There is no watch %(name)s; `nearnew offer watches` shows their numbers."),
    "rate_not_found": N_("There is no rate %(name)s; `nearnew rates list` shows their numbers."),
    "refund_rate_twice": N_("%(file)s: two rates for the code %(entry)s hold on one day; part their dates."),
}

PROBLEMS: dict[str, str] = {
    # claims
    "claim_after_limit": N_("nothing can be claimed after %(limit)s, 36 months after the export"),
    "claim_before_filing": N_("the claim was filed on %(filed)s; this day lies before it"),
    "claim_before_window": N_("a claim can be filed from %(opens)s on, the month after the export"),
    "claim_car_claimed": N_("%(car)s is on claim %(number)s already"),
    "claim_car_twice": N_("%(car)s stands twice in the list"),
    "claim_day_to_come": N_("%(on)s is still to come; record it on the day"),
    "claim_differs": N_("%(car)s: we have “%(ours)s”, the paper prints “%(theirs)s”; correct the one that is wrong"),
    "claim_exported_later": N_("%(car)s is exported on %(on)s only, after the day of filing"),
    "claim_filed_already": N_("%(number)s is filed; withdraw it and make a new claim"),
    "claim_invoice_after_export": N_("%(car)s: the invoice is dated %(invoice)s, after the export on %(export)s"),
    "claim_invoice_twice": N_("%(car)s: the invoice %(number)s is named by another car too; one invoice, one claim"),
    "claim_no_declaration_number": N_("%(car)s: record the export declaration with its number"),
    "claim_no_hs_code": N_("%(car)s has no commodity code; set hs_code on its model sheet"),
    "claim_no_invoice_number": N_("%(car)s: record the number of the special VAT invoice with the purchase"),
    "claim_not_exported": N_("%(car)s is not exported: its milestone “declared” is missing"),
    "claim_not_filed": N_("%(number)s is not filed yet"),
    "claim_not_refundable": N_("%(car)s: the voucher brings no refund, or price and voucher are not known"),
    "claim_paper_missing": N_("%(car)s: the paper %(kind)s is not recorded"),
    "claim_vin": N_("%(car)s: “%(vin)s” is no whole VIN"),
    "clawback_over_paid": N_("more goes back than came in: %(paid)s"),
    "payment_before_filing": N_("the money is dated before the claim was filed"),
    "payment_currency": N_("the claim is in %(currency)s; give the amount in that currency"),
    "payment_over_due": N_("%(amount)s is more than what is due, %(due)s"),
    "step_amount_missing": N_("give the amount"),
    "step_day_missing": N_("give the day"),
    "step_text_missing": N_("say it in words"),
    "payment_zero": N_("give an amount"),
    # receipts and sales
    "buyer_missing": N_("name the buyer; `nearnew party add` makes one"),
    "car_unknown": N_("there is no car %(car)s in the book"),
    "receipt_day_to_come": N_("%(on)s is still to come; record the money when it is there"),
    "receipt_over_due": N_("%(car)s: %(part)s is more than what is due, %(due)s"),
    "allocation_not_positive": N_("the part for a car must be more than nothing"),
    "receipt_currency": N_("the money came in %(currency)s; its parts must be in that currency"),
    "receipt_not_positive": N_("“%(amount)s”: money that comes in is more than nothing"),
    "receipt_overallocated": N_("the parts come to %(over)s more than what came in"),
    "receipt_twice": N_("the bank reference %(reference)s is recorded already, on %(on)s"),
    "receipt_more_than_due": N_("%(amount)s came in and %(due)s is due; %(left)s stays for no car"),
    "quote_without_price": N_(
        "%(car)s has no standing price for %(buyer)s; offer it first: `nearnew sale new %(car)s --buyer … --price …`"
    ),
    "value_missing": N_("this cannot be left empty"),
    "sale_car_promised": N_("the car is promised to %(party)s (%(state)s)"),
    "sale_currency": N_("price and deposit must be in one currency, %(currency)s"),
    "sale_deposit_over_price": N_("the deposit %(deposit)s is more than the price %(price)s"),
    "sale_not_positive": N_("“%(amount)s”: give an amount above nothing"),
    # costs and rates
    "cost_invoice_twice": N_("the invoice %(number)s of this payee is recorded already"),
    "cost_estimate_paid": N_("what is paid is no estimate; say no here, or leave the paid day empty"),
    "cost_not_positive": N_("“%(amount)s”: give an amount above nothing"),
    "cost_rate_home": N_("an amount in %(currency)s needs no rate"),
    "cost_without_cars": N_("say which cars or which shipment the cost is for"),
    "cost_odd": N_("%(amount)s is more than the cars themselves cost, %(cars)s; look at the figure again"),
    "rate_missing": N_("no rate from %(base)s to %(home)s up to %(on)s: it is not counted until there is one"),
    "rate_old": N_("the newest rate %(pair)s is %(value)s of %(day)s, %(age)s days old; the limit is %(limit)s days"),
    "sale_price_odd": N_("%(amount)s for a car that was bought for %(cost)s; look at the figure again"),
    "rate_currency": N_("“%(value)s” is no ISO 4217 currency code; write one like USD"),
    "rate_day_to_come": N_("%(day)s is still to come; a rate has a day that was"),
    "rate_far_off": N_("%(pair)s: %(value)s is far off the last rate, %(last)s of %(day)s; look again"),
    "rate_not_positive": N_("“%(value)s” is no rate; give how much one unit bought, such as 7.12"),
    "rate_same_currency": N_("a rate needs two currencies; both are %(value)s"),
    # purchases
    "invoice_claimed": N_("claim %(number)s keeps the figures it was made with; withdraw it if they were wrong"),
    "invoice_for_many": N_("one invoice, one car: give the number for one car, not for %(cars)s at once"),
    "not_bought": N_("%(car)s is not bought yet; record the purchase first"),
    "paid_before_bought": N_("paid on %(on)s, before it was bought on %(bought)s"),
    "price_odd": N_("%(amount)s for a car with a guide or asking price of %(measure)s; look at the figure again"),
    "price_odd_alone": N_("%(amount)s is no usual price of a car; look at the figure again"),
    "purchase_currency": N_("the purchase is in %(currency)s; give the amount in that currency"),
    "purchase_not_positive": N_("“%(amount)s”: give an amount above nothing"),
    "purchase_price_unknown": N_("the price of the purchase is not known; record it first"),
    "red_letter_of_nothing": N_(
        "there is no standing invoice “%(value)s” to correct; the one that counts is “%(known)s”"
    ),
    "red_letter_over": N_("%(amount)s is more than what is left of the invoice, %(due)s"),
    "red_letter_without_number": N_("name the invoice that is corrected; the purchase has no invoice number yet"),
    "purchase_invoice_shared": N_("invoice %(number)s is named by %(car)s too; one invoice, one car"),
    # offers
    "buy_more_than_offered": N_("%(wanted)s VINs, but only %(left)s cars are left of the offer"),
    "buy_vin_twice": N_("%(vin)s stands twice in the list"),
    "buy_without_vins": N_("paste the VINs of the cars"),
    "offer_closed": N_("the offer is %(state)s; ask the dealer again"),
    "chat_too_long": N_("the message is too long: at most %(most)s characters or lines; paste it in parts"),
    "chat_make_supplied": N_("the make is not written; %(model)s is a %(make)s in your book"),
    "chat_make_unknown": N_("whose model is “%(model)s”? write the make"),
    "chat_no_invoice": N_("which invoice is not said"),
    "chat_no_model": N_("the line names no model"),
    "chat_no_price": N_("no price can be read"),
    "chat_no_quantity": N_("how many is not said; one is assumed"),
    "chat_prices_unclear": N_("which is the price: %(said)s?"),
    "chat_total_differs": N_("the list says %(stated)s cars, its lines come to %(counted)s"),
    "chat_two_powertrains": N_("two drives are named; look at “%(said)s”"),
    "chat_year_supplied": N_("“%(said)s” names no year; read as %(read)s"),
    "offer_colours_one_each": N_("“%(said)s” says no numbers; read as one car of each colour"),
    "offer_colours_uncounted": N_("“%(said)s” does not say how many of each; kept as words only"),
    "offer_from_above": N_("the cell is blank; taken from the row above: %(read)s"),
    "offer_known_since": N_("this row is in the book already, of %(day)s; to keep it anew, say the day of the list"),
    "offer_list_of_cars": N_("the column “%(column)s” has VINs: `nearnew car import` takes in the cars themselves"),
    "offer_no_guide_price": N_("no guide price, so no discount can be worked out"),
    "offer_none_left": N_("no car of it is left"),
    "offer_ran_out": N_("the price ran out on %(day)s"),
    "offer_twice": N_("the same line stands further up in this list; if it is another car, raise the number there"),
    "offer_wan_supplied": N_("“%(said)s” names no unit; read as 万: %(read)s yuan"),
    "offer_colours": N_("%(colours)s colours for %(quantity)s cars"),
    "offer_discount_odd": N_("%(discount)s %% off the guide price; look at the figures again"),
    "offer_known": N_("this line of this day is in the book already"),
    "offer_no_rebate": N_("with this invoice no rebate comes back"),
    "offer_not_positive": N_("“%(amount)s”: give an amount above nothing"),
}


def holidays_text() -> str:
    """That a day was counted without knowing the public holidays before it."""
    return _("China's public holidays of that time are not known here; Monday to Friday were counted")


def owed_by(owes: str, who: str, *, cost: bool = False) -> str:
    """Who has to pay: the tax office, a buyer by name, or the trader a dealer, or the payee of a cost."""
    if owes == "treasury":
        return _("Tax office")
    if owes == "we":
        return _("we: %(dealer)s") % {"dealer": who or (_("payee not known") if cost else _("dealer not known"))}
    return who or _("buyer not known")


def owed_about(about: str, *, unclaimed: bool, costs: Sequence[str] = ()) -> str:
    """What a sum is for: a claim by its number, some cars, a rebate not filed yet, or ``costs`` by their kinds."""
    if unclaimed:
        return _("not filed yet")
    kinds = _(", ").join(costs)
    return f"{about}  {kinds}" if kinds else about
