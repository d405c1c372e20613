"""``nearnew rule update``, ``publish`` and ``key``: rules that travel signed from who keeps them to who uses them."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.rule_changes import refuse, screening
from tui.cli.session import Session
from tui.desk import rule_publishing, rule_updating, rule_views, ruling
from tui.desk.context import Desk
from tui.desk.pack_words import diff_lines
from tui.desk.rule_change_words import screening_lines, signed_line
from tui.desk.rule_updating import Offered
from tui.feeds import signing
from tui.i18n.translator import _, ngettext

_FORM = click.Choice(["text", "json"])


def register_updates(group: click.Group) -> None:
    """Add the commands to the group."""
    _register_update(group)
    _register_publish(group)

    @group.group("key", help=_("The key that signs the rules you publish, and the keys you trust."))
    def key() -> None:
        pass

    _register_keys(key)


def _register_update(group: click.Group) -> None:
    @group.command(
        "update",
        help=_(
            "Fetch the published rules (rules.index in the settings), check signature, age and golden cases, "
            "install what is new and screen your cars anew."
        ),
    )
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.option("--dry-run", is_flag=True, help=_("Only show what would change."))
    @click.option("--format", "form", type=_FORM, default="text", help=_("Form of the output."))
    @click.pass_obj
    def update(session: Session, yes: bool, dry_run: bool, form: str) -> int:
        desk = session.desk(writes=True)
        with rule_updating.fetched(desk) as offered:
            return _take(session, desk, offered, form, yes=yes, dry_run=dry_run)


def _take(session: Session, desk: Desk, offered: Offered, form: str, *, yes: bool, dry_run: bool) -> int:
    found = rule_updating.prepared(desk, offered)
    if found.checked is not None and not found.sound:
        refuse(found.checked)
        return 1
    output.talk(signed_line(offered))
    plans = found.plans
    if form == "text":
        for plan in plans:
            output.data("\n".join([*diff_lines(desk, plan.diff), "", *screening_lines(desk, plan.screening)]))
    installed = False
    if not plans and not dry_run:
        rule_updating.install(desk, offered)
    elif plans and not dry_run:
        question = ngettext("Install %(n)d pack of rules?", "Install %(n)d packs of rules?", len(plans))
        if not session.confirm(question % {"n": len(plans)}, len(plans), yes=yes):
            return 1
        rule_updating.install(desk, offered)
        installed = True
        output.talk(_("In use now: rules %(packs)s.") % {"packs": desk.library.packs_version})
    if not plans:
        output.talk(_("The published rules are in use already."))
    if form == "json":
        document = {
            "schema": "nearnew/rule-update/1",
            "key": signing.fingerprint(offered.key),
            "sequence": offered.index.sequence,
            "expires": offered.index.expires.isoformat(),
            "made": installed,
            "changes": [{"diff": rule_views.diff(plan.diff), **screening(desk, plan.screening)} for plan in plans],
        }
        output.data(output.as_json(document))
    return 0


def _register_publish(group: click.Group) -> None:
    @group.command(
        "publish",
        help=_("Verify the packs in DIRECTORY and write a signed index.json beside them, for any static web server."),
    )
    @click.argument("folder", metavar="DIRECTORY", type=click.Path(path_type=Path))
    @click.option(
        "--days", type=click.IntRange(1, 3_650), default=90, help=_("How long the index is good; publish again before.")
    )
    @click.option("--format", "form", type=_FORM, default="text", help=_("Form of the output."))
    @click.pass_obj
    def publish(session: Session, folder: Path, days: int, form: str) -> int:
        desk = session.desk()
        files = rule_publishing.files_in(folder)
        checked = ruling.verify(desk, files)
        if not checked.sound:
            refuse(checked)
            return 1
        made = rule_publishing.publish(desk, files, days)
        print_ = signing.fingerprint(made.key)
        if form == "json":
            document = {
                "schema": "nearnew/rule-publish/1",
                "key": made.key,
                "fingerprint": print_,
                "sequence": made.index.sequence,
                "expires": made.index.expires.isoformat(),
                "packs": [
                    {"jurisdiction": one.jurisdiction, "version": one.version, "sha256": one.sha256, "size": one.size}
                    for one in made.index.packs
                ],
            }
            output.data(output.as_json(document))
            return 0
        body = [(one.jurisdiction, one.version, one.size, one.sha256[:12]) for one in made.index.packs]
        output.data(output.table([_("Country"), _("Version"), _(">Bytes"), _("Sum")], body))
        output.talk(
            _("Signed by %(fingerprint)s, number %(sequence)s, good until %(until)s.")
            % {"fingerprint": print_, "sequence": made.index.sequence, "until": made.index.expires.date()}
        )
        output.talk(_("Put the whole folder %(path)s on your web server.") % {"path": folder})
        return 0


def _register_keys(group: click.Group) -> None:
    @group.command("new", help=_("Make the key that signs what you publish; it never leaves this machine."))
    @click.pass_obj
    def new(session: Session) -> None:  # noqa: ARG001 - the group hands its session to every command
        path = rule_publishing.key_file()
        _show_key(signing.new_key(path), path)

    @group.command("show", help=_("Your own public key, and the keys you trust, with their fingerprints."))
    @click.option("--format", "form", type=_FORM, default="text", help=_("Form of the output."))
    @click.pass_obj
    def show(session: Session, form: str) -> None:
        path = rule_publishing.key_file()
        own = signing.public_key(path) if path.exists() else None
        trusted = {key: signing.fingerprint(key) for key in session.settings.rules.keys.split()}
        if form == "json":
            document = {
                "schema": "nearnew/rule-keys/1",
                "own": {"key": own, "fingerprint": signing.fingerprint(own)} if own else None,
                "trusted": [{"key": key, "fingerprint": print_} for key, print_ in trusted.items()],
            }
            output.data(output.as_json(document))
            return
        if own:
            _show_key(own, path)
        for key, print_ in trusted.items():
            output.data(_("Trusted: %(fingerprint)s  (%(key)s)") % {"fingerprint": print_, "key": key})
        if not own and not trusted:
            output.talk(_("There is no key of your own and none that you trust; `nearnew rule key new` makes one."))


def _show_key(public: str, path: Path) -> None:
    output.data(
        "\n".join(
            [
                _("Public key: %(key)s") % {"key": public},
                _("Fingerprint: %(fingerprint)s") % {"fingerprint": signing.fingerprint(public)},
                _("Private key: %(path)s; keep it to yourself, and keep a copy.") % {"path": path},
            ]
        )
    )
    output.talk(
        _("Who is to use your rules sets rules.keys to the public key, having compared the fingerprint with you.")
    )
