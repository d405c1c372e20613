"""The sentences of ``nearnew book verify``: which record breaks which rule of the book, and how to mend it."""

from __future__ import annotations

from tui.i18n.translator import N_

RECORDS: dict[str, str] = {
    "car": N_("car"),
    "dealer": N_("dealer"),
    "document": N_("document"),
    "firm": N_("firm"),
    "import batch": N_("import batch"),
    "model sheet": N_("model sheet"),
    "repair partner": N_("repair partner"),
    "party": N_("party"),
    "shipment": N_("shipment"),
}
"""What the parameters ``kind`` and ``of`` of these sentences may name."""

CHECKS: dict[str, str] = {
    "check_amount_negative": N_("%(kind)s %(record)s: %(field)s is %(value)s, less than nothing; enter it again."),
    "check_attachment_differs": N_(
        "Document %(record)s: the file %(name)s (%(sha256)s…) is not what was attached; restore a backup, or detach it and attach it again."
    ),
    "check_attachment_missing": N_(
        "Document %(record)s: the file %(name)s (%(sha256)s…) is missing, so the document does not count; restore a backup, or attach it again."
    ),
    "check_attachment_unnamed": N_(
        "%(count)s files belong to no document any more; `nearnew book compact --sweep` removes them."
    ),
    "check_batch_names_nothing": N_(
        "Import %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_car_names_nothing": N_(
        "Car %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it, or edit the car."
    ),
    "check_car_on_two_shipments": N_(
        "Car %(record)s is on the shipments %(shipments)s; take it off all but one: `nearnew shipment remove NUMBER CAR`."
    ),
    "check_car_twice_on_shipment": N_(
        "Shipment %(record)s carries car %(car)s twice; take it off and add it once: `nearnew shipment remove`."
    ),
    "check_claim_names_nothing": N_(
        "Claim %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_container_car_not_aboard": N_(
        "Shipment %(record)s: car %(car)s is in container %(container)s and not on the shipment; load it anew: `nearnew shipment container edit`."
    ),
    "check_container_car_twice": N_(
        "Shipment %(record)s: car %(car)s is in two containers; load %(container)s anew: `nearnew shipment container edit`."
    ),
    "check_cost_names_nothing": N_(
        "Cost %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_receipt_names_nothing": N_(
        "Receipt %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_sale_names_nothing": N_(
        "Sale %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_inspection_file_differs": N_(
        "Inspection %(record)s: the file %(name)s (%(sha256)s…) is not what was attached, so the inspection proves nothing; restore a backup, or detach it and attach it again: `nearnew inspection edit %(record)s`."
    ),
    "check_inspection_file_missing": N_(
        "Inspection %(record)s: the file %(name)s (%(sha256)s…) is missing, so the inspection proves nothing; restore a backup, or attach it again: `nearnew inspection edit %(record)s --file FILE`."
    ),
    "check_inspection_names_nothing": N_(
        "Inspection %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_letter_names_nothing": N_(
        "Request %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_letter_twice": N_("The number %(value)s stands for several requests (%(records)s); undo the second."),
    "check_currency_unknown": N_(
        "%(kind)s %(record)s: %(field)s counts in “%(value)s”, which is no currency; enter the amount again."
    ),
    "check_dates_order": N_(
        "%(kind)s %(record)s: %(first)s %(day)s lies after %(second)s %(other)s; correct one of them."
    ),
    "check_document_names_nothing": N_(
        "Document %(record)s covers %(of)s %(id)s, which is not in the book; undo what removed it, or void the document: `nearnew document edit %(record)s void=yes`."
    ),
    "check_issued_names_nothing": N_(
        "Issued paper %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_dossier_names_nothing": N_(
        "The dossier of %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_issued_twice": N_(
        "The same revision was issued twice: %(records)s; look at both with `nearnew shipment issued` and tell your partner which one counts."
    ),
    "check_issued_lost": N_(
        "Issued paper %(record)s: its frozen data (%(sha256)s…) is missing or spoilt, so it cannot be printed again; restore a backup: `nearnew book restore`."
    ),
    "check_evidence_differs": N_(
        "Item %(record)s: the file %(name)s (%(sha256)s…) is not what was attached; restore a backup, or give the evidence again."
    ),
    "check_evidence_missing": N_(
        "Item %(record)s: the file %(name)s (%(sha256)s…) is missing, so it proves nothing; restore a backup, or give the evidence again."
    ),
    "check_kit_names_nothing": N_(
        "Item %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it, or give the evidence again."
    ),
    "check_kit_twice": N_("Two kits are of %(value)s (%(records)s); only one of them is read; undo the second."),
    "check_partner_without_country": N_(
        "Repair partner %(record)s has no country, so it counts nowhere; give it one: `nearnew partner edit`."
    ),
    "check_held_row_names_nothing": N_(
        "Held row %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it, or dismiss the row: `nearnew car dismiss %(record)s`."
    ),
    "check_held_row_state": N_(
        "Held row %(record)s is “%(value)s”, and its car says otherwise; dismiss it: `nearnew car dismiss %(record)s`."
    ),
    "check_milestone_order": N_(
        "Car %(record)s: %(earlier)s is dated after %(later)s; compare with its papers and edit the dates."
    ),
    "check_name_twice": N_(
        "The name “%(value)s” stands for several entries of %(what)s (%(records)s); rename one: `nearnew %(what)s edit`."
    ),
    "check_purchase_names_nothing": N_(
        "A purchase of car %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it."
    ),
    "check_red_letter_of_nothing": N_(
        "Car %(record)s: a red-letter invoice cancels invoice %(value)s, which it does not have; correct the number."
    ),
    "check_registered_and_never": N_(
        "Car %(record)s was registered on %(value)s and is marked as never registered; edit one of them."
    ),
    "check_sheet_twice": N_(
        "Two model sheets are of %(value)s (%(records)s); a car finds only one of them; undo the second."
    ),
    "check_shipment_currency": N_(
        "Shipment %(record)s counts in %(has)s and has prices in %(value)s; price them again: `nearnew shipment price`."
    ),
    "check_shipment_names_nothing": N_(
        "Shipment %(record)s names %(of)s %(id)s, which is not in the book; undo what removed it, or edit the shipment."
    ),
    "check_shipment_twice": N_(
        "The number %(value)s stands for several shipments (%(records)s); give one another number."
    ),
    "check_stock_number_twice": N_(
        "The cars %(records)s share the stock number %(value)s; give one another: `nearnew car edit VIN stock_number=…`."
    ),
    "check_vin_twice": N_(
        "The cars %(records)s share the VIN %(value)s; compare with the cars and correct one, or undo the entry that added it."
    ),
    "check_vin_wrong": N_(
        "Car %(record)s: “%(value)s” is no VIN of 17 letters and digits; correct it: `nearnew car edit %(record)s vin=…`."
    ),
}
