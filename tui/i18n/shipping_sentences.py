"""Sentences about shipments, their legs and containers, documents and what they print. See ``sentences``."""

from __future__ import annotations

from tui.i18n.translator import N_

ERRORS: dict[str, str] = {
    "not_ready": N_(
        "Shipment %(number)s is %(verdict)s, so no final paper was written; --draft prints one that says what is missing."
    ),
    "container_not_found": N_("There is no container %(name)s on shipment %(number)s; it has: %(known)s."),
    "leg_not_found": N_("Shipment %(number)s has no leg %(leg)s; it has %(count)s."),
    "leg_place": N_("“%(value)s” is no leg; name it by its place: 1 is the first."),
    "stage_not_for_shipment": N_("“%(value)s” is no step of a shipment; choose from: %(known)s."),
}

PROBLEMS: dict[str, str] = {
    "checker_missing": N_("say who looked at it: checked_by=NAME"),
    "document_country_missing": N_("say for which country: country=KZ"),
    "document_kind_missing": N_("say which kind of document it is"),
    "document_firm_missing": N_("say which firm's paper it is: --firm NAME"),
    "document_without_cars": N_("say which cars the paper covers: VINs, stock numbers or a filter such as make:byd"),
    "expires_before_issued": N_("it ends on %(expires)s, before it was issued (%(issued)s)"),
    "car_not_on_shipment": N_("%(car)s is not on this shipment"),
    "car_on_other_shipment": N_("%(car)s is on shipment %(shipment)s already; take it off there first"),
    "eta_before_etd": N_("arrival %(eta)s lies before departure %(etd)s"),
    "shipment_currency_differs": N_("the shipment counts in %(has)s, this price is in %(new)s"),
    "shipment_number_known": N_("there is a shipment %(value)s already"),
    "car_in_two_containers": N_("%(car)s is in the container %(container)s already; take it out there first"),
    "container_check_digit": N_(
        "container %(number)s ends in %(digit)s, by ISO 6346 it should be %(wanted)s; compare it with the container itself"
    ),
    "container_known": N_("the container %(number)s is on this shipment already"),
    "container_number_missing": N_("a container needs its number"),
    "container_number_shape": N_(
        "“%(value)s” is no container number; it has four letters and seven digits: MSKU1234565"
    ),
    "days_from_legs": N_("the legs say %(day)s; change the leg"),
    "leg_lacks": N_("a leg needs this"),
    "prints_no_vin_column": N_("the table has no VIN column; its columns are: %(columns)s"),
    "prints_other_car": N_("%(car)s is not on document %(id)s"),
    "prints_vin_of_no_car": N_("row %(row)s: “%(vin)s” is the VIN of no car on document %(id)s"),
    "route_days": N_("leg %(later)s on %(second)s lies before leg %(earlier)s on %(first)s"),
    "route_end": N_("the last leg ends in %(country)s; the shipment goes to %(to)s"),
    "route_gap": N_("leg %(leg)s starts at “%(start)s”, but the leg before ends at “%(end)s”"),
    "route_start": N_("the first leg starts in %(country)s, not in China"),
    "shipment_cancelled": N_("shipment %(number)s is cancelled; take it back first"),
    "shipment_empty_after": N_("nothing would be left on %(number)s; cancel it, or leave a car on it"),
    "shipment_other_currency": N_("%(number)s counts in %(has)s, these cars are priced in %(new)s; price them anew"),
    "via_from_legs": N_("the legs pass through %(via)s; change the legs"),
}
