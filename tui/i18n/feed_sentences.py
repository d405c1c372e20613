"""Sentences about the network: rates and rules fetched by name, and why an answer was refused. See ``sentences``."""

from __future__ import annotations

from tui.i18n.translator import N_

ERRORS: dict[str, str] = {
    # the client
    "feed_address": N_("“%(url)s” is no address the desk may ask; write it like https://example.org, without a password."),
    "feed_ca_bundle": N_("The certificates of this machine cannot be read (%(reason)s); check SSL_CERT_FILE and SSL_CERT_DIR."),
    "feed_cancelled": N_("Stopped; nothing was changed."),
    "feed_certificate": N_("%(host)s does not prove who it is (%(reason)s); nothing was taken from it. Check the clock and the address."),
    "feed_cut_short": N_("The answer of %(host)s broke off; nothing was changed. Try again."),
    "feed_not_https": N_("%(url)s is not encrypted; only https is asked, and http on this machine."),
    "feed_not_there": N_("%(host)s has nothing at %(url)s (%(status)s); check the address in the settings."),
    "feed_offline": N_("The desk is set to work offline, so %(host)s was not asked; leave --offline out or set network.offline to false."),
    "feed_redirect_http": N_("%(host)s sends us on to an unencrypted address (%(url)s); that is not followed."),
    "feed_redirect_inside": N_("%(host)s sends us on to where it may not (%(url)s); that is not followed."),
    "feed_redirects": N_("%(host)s sends us on more than %(most)s times; check the address in the settings."),
    "feed_server_error": N_("%(host)s is in trouble (%(status)s); nothing was changed. Try again later."),
    "feed_status": N_("%(host)s refused the question (%(status)s); check the address and the names you gave."),
    "feed_too_large": N_("The answer of %(host)s has more than %(most)s bytes and was not taken."),
    "feed_too_many": N_("%(host)s is asked too often; try again in %(seconds)s seconds."),
    "feed_too_slow": N_("%(host)s did not answer within %(seconds)s seconds; try again, or raise network.seconds."),
    "feed_unreachable": N_("%(host)s cannot be reached; is this machine on the network? What the book has is still there."),
    "feed_wrong_type": N_("%(host)s answered with %(type)s where %(expected)s was expected; nothing was taken from it."),
    # what is in an answer
    "feed_bad_rate": N_("%(host)s gives “%(value)s” where a rate or a currency should stand; nothing was taken from it."),
    "feed_ended": N_("%(host)s says that this service has ended; choose another one with --provider."),
    "feed_future": N_("%(host)s gives rates of %(day)s, which is after the day asked for; nothing was taken from it."),
    "feed_no_history": N_("%(provider)s has today's rates only, not those of %(day)s; choose another one with --provider."),
    "feed_unreadable": N_("The answer of %(host)s is not in the form it should have; nothing was taken from it."),
    "feed_web_page": N_("%(host)s answered with a web page, perhaps of a firewall or a log-in; nothing was taken from it."),
    "rates_missing": N_("%(provider)s has no rate for %(pairs)s, so nothing was written; choose another one with --provider, or `nearnew rates set`."),
    "rates_none_needed": N_("No amount of the book is in a foreign currency; name what you want: --pairs USD/CNY."),
    "rate_day_ahead": N_("%(day)s is still to come; there is no rate for it yet."),
    "rate_pair_unreadable": N_("“%(value)s” is no pair of currencies; write it like USD/CNY."),
    # published rules
    "index_expired": N_("The published rules were good until %(day)s; whoever keeps them must publish again. Nothing was changed."),
    "index_replayed": N_("The published index (number %(sequence)s) is older than the one you had (%(known)s): somebody may be showing you old rules. Nothing was changed."),
    "index_schema": N_("The published index is of a form this nearnew does not know (%(schema)s); update nearnew."),
    "index_two_faced": N_("The published index carries the number %(sequence)s of the one you had and says something else; nothing was changed. Ask who keeps it."),
    "index_unreadable": N_("The published index is signed, but not in the form it should have; nothing was changed."),
    "index_unsigned": N_("The published index has no signature beside it (index.json.sig); nothing was changed."),
    "index_wrong_signature": N_("No key that you trust signed the published index: it was altered, or signed by another. Nothing was changed."),
    "pack_altered": N_("The rules of %(pack)s at %(host)s are not those that were signed; nothing was changed."),
    "pack_elsewhere": N_("The index sends us to %(host)s for the rules of %(pack)s; they must lie beside it. Nothing was changed."),
    "pack_not_as_said": N_("The published rules of %(pack)s are not version %(version)s of that country, as the index says; nothing was changed."),
    "pack_not_fit": N_("%(name)s cannot be published: it needs a country, a short version, and at most %(most)s bytes."),
    "pack_older": N_("The published rules of %(pack)s (%(version)s) are older than yours (%(used)s); nothing was changed."),
    "publish_nothing": N_("%(path)s holds no packs (*.toml) to publish."),
    "rule_key_broken": N_("%(path)s holds no key that can sign rules; move it away and make one: `nearnew rule key new`."),
    "rule_key_missing": N_("There is no key to sign with at %(path)s; make one: `nearnew rule key new`."),
    "rule_key_open": N_("%(path)s can be read by others; take that away (chmod 600) or make a new key."),
    "rule_key_there": N_("There is a key at %(path)s already; move it away before you make another."),
    "rule_key_unreadable": N_("“%(value)s” in rules.keys is no public key; copy it from `nearnew rule key show`."),
    "rules_memory_broken": N_("%(path)s, which remembers the rules you fetched last, cannot be read; remove it to begin anew, having checked who publishes them."),
    "rules_no_index": N_("No address of published rules is set; set rules.index to the address of their index.json."),
    "rules_no_keys": N_("No key is trusted to sign rules; ask who publishes them for the public key and set rules.keys."),
    # VINs
    "vin_lookup_many": N_("At most %(most)s VINs are looked up at once; name fewer."),
    "vin_lookup_off": N_("Looking up VINs is off, for it sends them to an American agency; set network.vin_lookup to true if you want it."),
    "vin_lookup_without": N_("The car %(value)s has no VIN to look up yet."),
}  # fmt: skip
