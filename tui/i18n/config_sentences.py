"""Sentences about settings, data files and rule packs. See ``sentences``."""

from __future__ import annotations

from tui.i18n.translator import N_

ERRORS: dict[str, str] = {
    "config_bad_value": N_("%(file)s: “%(value)s” does not fit the setting %(key)s; it takes %(expected)s."),
    "config_not_number": N_(
        "%(file)s: “%(value)s” does not fit the setting %(key)s; it takes a whole number from %(least)s to %(most)s."
    ),
    "config_not_text": N_("%(file)s: “%(value)s” does not fit the setting %(key)s; it takes a text in quotes."),
    "config_not_toml": N_("%(file)s is not valid TOML: %(reason)s."),
    "config_unknown_key": N_("%(file)s: there is no setting %(key)s; config.toml of the program lists them all."),
    "keys_clash": N_("[keys]: one key is given to two actions: %(clashes)s; change one of them."),
    "keys_unknown_action": N_("[keys]: there is no action %(action)s; `nearnew keys` lists them all."),
    "keys_bad_key": N_("[keys]: “%(key)s” is no key for %(action)s; write keys like f2, ctrl+s or x."),
    "language_unknown": N_("There is no language “%(value)s”; choose one of: %(known)s."),
    "time_zone_unknown": N_("There is no time zone “%(value)s”; write one like Asia/Shanghai in firm.time_zone."),
    "currency_setting": N_("“%(value)s” is no ISO 4217 currency code; write one like CNY in firm.home_currency."),
    "data_alias_twice": N_("%(path)s: “%(alias)s” stands for two things; use it once."),
    "data_key_unknown": N_("%(path)s: the key %(key)s is not known; correct or remove it."),
    "data_unreadable": N_("%(path)s cannot be read; install nearnew again."),
    "data_value_wrong": N_("%(path)s: the value of %(key)s does not fit."),
    "pack_adds_to_nothing": N_(
        "%(file)s adds rules to those of %(value)s, and there are none; leave the key %(key)s out."
    ),
    "pack_address_wrong": N_(
        "%(file)s, %(entry)s, %(key)s: “%(value)s” is no address of the web; write it with https:// in front."
    ),
    "pack_asks_nothing": N_(
        "%(file)s: there is no rule that stops a car or asks for anything (block or require), so every car would pass; "
        "add the rules of %(value)s."
    ),
    "pack_bad_condition": N_(
        "%(file)s, rule %(entry)s: the condition key %(key)s is missing, is not known or its value does not fit; "
        "tui/data/condition_keys.toml tells the keys and what each takes."
    ),
    "pack_bad_value": N_(
        "%(file)s, %(entry)s: “%(value)s” does not fit the key %(key)s; correct one of them: a word may be misspelt or "
        "name what is nowhere; days and numbers stand without quotes, texts and source_date in them."
    ),
    "pack_bad_value_on_top": N_(
        "%(file)s: what the file has as %(key)s (“%(value)s”) does not fit; rules, fees and cases stand in tables like "
        "[[rule]]."
    ),
    "pack_case_fails": N_(
        "%(file)s: the golden case “%(entry)s” does not hold at the rule %(key)s; mend the rule or the case."
    ),
    "pack_checked_ahead": N_(
        "%(file)s, %(entry)s: %(key)s is a day to come (%(value)s); write the day the sources were read, or set the "
        "clock right."
    ),
    "pack_condition_empty": N_(
        "%(file)s, rule %(entry)s: the condition is empty; write for which cars the rule is, or { always = true }."
    ),
    "pack_country_unknown": N_(
        "%(file)s, %(entry)s, %(key)s: there is no country or group %(value)s; correct the code."
    ),
    "pack_fees_overlap": N_(
        "%(file)s, %(entry)s, %(key)s: a car may fall into this band and into %(other)s, and nothing says which counts; "
        "part them."
    ),
    "pack_folder_missing": N_("There is no folder of rules %(file)s; correct rules.folder in the settings."),
    "pack_key_misspelt": N_(
        "%(file)s, %(entry)s: the key %(key)s is not known; %(other)s is missing, and may be what is meant."
    ),
    "pack_missing_key": N_("%(file)s, %(entry)s: the key %(key)s is missing; add it, or correct one that is misspelt."),
    "pack_not_toml": N_("%(file)s is not valid TOML: %(reason)s; mend that place, or the line before it."),
    "pack_out_of_order": N_("%(file)s, %(entry)s: %(key)s (%(value)s) comes before %(other)s; correct one of them."),
    "pack_replaces_unknown": N_(
        "%(file)s, %(entry)s: %(key)s names %(value)s, and there is no such rule; correct the id."
    ),
    "pack_rule_twice": N_(
        "%(file)s, id: %(entry)s stands twice, in this file or in another pack; give one of the rules another id."
    ),
    "pack_twice": N_("%(file)s: another file of the folder holds the rules of %(entry)s already; keep one of them."),
    "pack_unknown_key": N_("%(file)s, %(entry)s: the key %(key)s is not known; correct or remove it."),
    "pack_unknown_key_on_top": N_(
        "%(file)s: there is no table and no key %(key)s at the top of a file; correct or remove it (meta, rule, fee, "
        "case, case_defaults)."
    ),
    "pack_unreadable": N_("%(file)s cannot be read (%(reason)s); it has to be one file, saved as UTF-8."),
    "pack_paper_unknown": N_(
        "%(file)s, rule %(entry)s, %(key)s: %(value)s is no kind of document in tui/data/documents.toml; evidence "
        "for the rule is ev:%(entry)s."
    ),
    "pack_word_unknown": N_(
        "%(file)s, rule %(entry)s, %(key)s: no car and no deal can be “%(value)s”, so the rule would never speak; "
        "the words are in tui/data/words.toml."
    ),
}
