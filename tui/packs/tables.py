"""The smaller tables of the world's data, each read from its TOML file: makes, profiles, documents, facts, words."""

from __future__ import annotations

from tui.domain.conditions import SINCE
from tui.domain.rules import DocumentKind, FactKind, Make, Profile
from tui.domain.sources import CONFIDENCES, Source
from tui.packs.reading import Entry, read_toml
from tui.paths import data


def read_makes() -> dict[str, Make]:
    """Makes by id; raises PackError, as all of these do."""
    path = data("makes.toml")
    found = {}
    for table in read_toml(path)["make"]:
        entry = Entry(table, path, str(table.get("id")))
        names = {str(tag): str(name) for tag, name in entry.table("names").items()}
        make = Make(entry.text("id"), names, entry.text("home"), entry.texts("aliases"))
        entry.done()
        found[make.id] = make
    return found


def read_makers() -> dict[str, tuple[str, ...]]:
    """World manufacturer codes to the makes they may stand for."""
    return {str(row["code"]): tuple(row["makes"]) for row in read_toml(data("makes.toml")).get("wmi", [])}


def read_profiles() -> dict[str, Profile]:
    """Destination profiles by country or group, as they are written."""
    path = data("profiles.toml")
    found = {}
    for table in read_toml(path)["profile"]:
        entry = Entry(table, path, str(table.get("country")))
        profile = Profile(
            country=entry.text("country"),
            importer_type=entry.text("default_importer_type"),
            importer_is_authorised=entry.flag("default_importer_is_authorised"),
            entry_mode=entry.text("default_entry_mode"),
            purpose=entry.text("default_purpose"),
            currency=entry.text("currency"),
            official_languages=entry.texts("official_languages"),
            business_languages=entry.texts("business_languages"),
            imports_this_year=entry.number("default_imports_this_year"),
            horizon_days=entry.number("horizon_days"),
            steering=entry.text("steering"),
            dc_charging=entry.texts("dc_charging"),
            ac_charging=entry.texts("ac_charging"),
            mains=entry.text("mains"),
            fm_band=entry.text("fm_band"),
            fuel_note=entry.text("fuel_note", ""),
            note=entry.text("note", ""),
            source=Source(
                entry.text("source_title"),
                entry.text("source_url"),
                "",
                "",
                entry.one_of("confidence", CONFIDENCES),
            ),
        )
        entry.done()
        found[profile.country] = profile
    return found


def read_document_kinds() -> dict[str, DocumentKind]:
    """Kinds of documents by code."""
    path = data("documents.toml")
    found = {}
    for table in read_toml(path)["document"]:
        entry = Entry(table, path, str(table.get("kind")))
        kind = DocumentKind(
            entry.text("kind"),
            entry.text("title"),
            entry.text("giver"),
            entry.text("scope"),
            entry.flag("per_country"),
            entry.texts("aliases"),
            entry.text("period", ""),
            entry.text("until", ""),
        )
        entry.done()
        found[kind.kind] = kind
    return found


def read_fact_kinds() -> dict[str, FactKind]:
    """Facts that rules ask for, by name; a day that rules count from goes by the entry of its count too."""
    found = {
        table["name"]: FactKind(table["name"], table["title"], table["giver"], table["of"], table["ask"])
        for table in read_toml(data("facts.toml"))["fact"]
    }
    for count, day in SINCE.items():
        if count in found:
            found.setdefault(day, found[count])
    return found


def read_condition_keys() -> dict[str, str]:
    """The keys a rule's condition may have, with what each takes, in English."""
    return {str(key): str(text) for key, text in read_toml(data("condition_keys.toml"))["keys"].items()}


def read_words() -> dict[str, dict[str, str]]:
    """English labels of fixed words, by kind of word."""
    return {kind: dict(table) for kind, table in read_toml(data("words.toml")).items()}
