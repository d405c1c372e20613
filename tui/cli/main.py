"""The command line: finds the language, builds the commands in it, runs one, and turns every error into a sentence.

Exit codes: 0 done, 1 failure, 2 usage, 3 BLOCKED, 4 UNKNOWN, 5 ACTION needed, 6 conflict, 7 book locked.
"""

from __future__ import annotations

import gettext
import io
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session
from tui.config import PREFIX, load_settings
from tui.domain.problems import Problem, Severity
from tui.errors import BadFile, DraftRefused, NearnewError, NotReady
from tui.i18n.translator import TRANSLATOR, _, from_environment
from tui.paths import resource, user_config_file
from tui.reports.cells import width

_QUIET_EXIT = 0
_MODULES = {
    "car": ("tui.cli.cars", "tui.cli.imports", "tui.cli.purchases"),
    "owed": ("tui.cli.owing",),
    "cash": ("tui.cli.owing",),
    "check": ("tui.cli.checks",),
    "when": ("tui.cli.when",),
    "missing": ("tui.cli.missing",),
    "licence": ("tui.cli.licences",),
    "rule": ("tui.cli.rules",),
    "override": ("tui.cli.overrides",),
    "model": ("tui.cli.records",),
    "document": ("tui.cli.records", "tui.cli.attachments"),
    "dealer": ("tui.cli.records",),
    "firm": ("tui.cli.records",),
    "party": ("tui.cli.records",),
    "shipment": ("tui.cli.shipments",),
    "dossier": ("tui.cli.dossiers",),
    "book": ("tui.cli.book", "tui.cli.safety"),
    "rebate": ("tui.cli.rebates",),
    "due": ("tui.cli.dues",),
    "offer": ("tui.cli.offers", "tui.cli.offer_lists"),
    "sale": ("tui.cli.sales",),
    "receipt": ("tui.cli.sales",),
    "kit": ("tui.cli.kits",),
    "partner": ("tui.cli.workshops",),
    "part": ("tui.cli.parts",),
    "distributor": ("tui.cli.workshops",),
    "cost": ("tui.cli.costs",),
    "rates": ("tui.cli.costs",),
    "vin": ("tui.cli.lookups",),
    "inspection": ("tui.cli.inspections",),
    "letter": ("tui.cli.letters",),
    "demo": ("tui.cli.book",),
    "keys": ("tui.cli.book",),
}
_WITHOUT_IMPORTS = {"list", "show", "add", "edit", "buy", "archive", "remove"}
_VALUE_OPTIONS = {"--book", "--lang", "--config", "--color"}
_BEFORE_COMMAND = {*_VALUE_OPTIONS, "--read-only", "--no-input"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but SystemExit of the interpreter gets past it."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    environment = dict(os.environ)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # help in Chinese, on a terminal that says it is Latin
    session: Session | None = None
    try:
        session = _session(argv, environment)
        root = build(session, argv)
        result = root.main(argv, prog_name="nearnew", standalone_mode=False, obj=session)
        code = result if isinstance(result, int) else 0
        session.close()
        sys.stdout.flush()
    except NearnewError as error:
        code = _told(error)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.exceptions.Abort:
        output.talk("")
        code = 1
    except click.ClickException as error:
        said = io.StringIO()
        error.show(file=said)
        output.talk(said.getvalue().rstrip())
        if isinstance(error, click.NoSuchOption) and error.option_name in _BEFORE_COMMAND:
            told = {"option": error.option_name}
            output.talk(_("%(option)s stands before the command: nearnew %(option)s … check") % told)
        code = error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = _QUIET_EXIT
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # noqa: BLE001 - the last door: a person gets a sentence, we get the traceback
        code = _crashed(error)
    finally:
        if session is not None:
            _leave(session)
    return code


def _told(error: NearnewError) -> int:
    from tui.i18n.sentences import problem_line, sentence

    place, query = error.params.get("at"), error.params.get("query")
    if isinstance(place, int) and isinstance(query, str) and error.code != "query_too_long":
        shown = "".join(character if character.isprintable() else " " for character in query)
        output.talk(f"  {shown}\n  {' ' * width(shown[:place])}^")
    if isinstance(error, DraftRefused):
        for problem in error.problems:
            if isinstance(problem, Problem):
                output.talk(problem_line(problem) + (" (--yes)" if problem.severity is Severity.CONFIRM else ""))
    else:
        output.talk(sentence(error))
    return error.verdict_exit_code if isinstance(error, NotReady) else error.exit_code


def _crashed(error: Exception) -> int:
    """Keep the traceback in a file for whoever mends the program, and say where it is."""
    import traceback

    from platformdirs import user_log_path

    folder = user_log_path("nearnew", appauthor=False)
    path = folder / "crash.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        path = Path("-")
    what = _(
        "nearnew failed in a way nobody foresaw (%(error)s). What was acknowledged is in the book; details: %(path)s"
    )
    output.talk(what % {"error": type(error).__name__, "path": path})
    return 1


def _leave(session: Session) -> None:
    """Close the book; what is acknowledged is on disk already, so a failure here is only worth a sentence."""
    try:
        session.close()
    except NearnewError as error:
        from tui.i18n.sentences import sentence

        output.talk(sentence(error))


def _session(argv: Sequence[str], environment: Mapping[str, str]) -> Session:
    """Settings and language, known before the commands are built, for their help speaks that language."""
    given = _given(argv)
    TRANSLATOR.use(from_environment(environment))
    named = Path(given["--config"]).expanduser() if "--config" in given else user_config_file()
    if "--config" in given and not named.exists():
        raise BadFile("file_missing", path=str(named))
    own = {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    flags = {"ui.language": given["--lang"]} if "--lang" in given else {}
    settings = load_settings(resource("config.toml"), named, own, flags)
    if settings.ui.language != "auto":
        TRANSLATOR.use(settings.ui.language)
    _speak_with_click(TRANSLATOR.tag)
    return Session(settings, TRANSLATOR.tag)


def _given(argv: Sequence[str]) -> dict[str, str]:
    """The values of the options that stand before the command; click reads them again and complains."""
    found: dict[str, str] = {}
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if name in _VALUE_OPTIONS:
            text = value if equals else next(words, "")
            if text:
                found[name] = text
        elif not word.startswith("-"):
            break
    return found


def _speak_with_click(tag: str) -> None:
    """Let click's own words come from our catalogue: it asks the process-wide gettext domain."""
    os.environ["LANGUAGE"] = tag
    gettext.bindtextdomain("tui", str(resource("locales")))
    gettext.textdomain("tui")


def build(session: Session, argv: Sequence[str] | None = None) -> click.Group:
    """The commands, with help in the language of the run: those that ``argv`` may need; all without one."""

    @click.group(
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("The desk of a trader who exports near-new cars from China. Without a command it opens the desk."),
    )
    @click.option("--book", type=click.Path(path_type=Path), metavar="DIRECTORY", help=_("Folder of the book."))
    @click.option("--lang", help=_("Language: en or zh_CN."))
    @click.option("--config", help=_("A settings file instead of your own."))
    @click.option("--read-only", is_flag=True, help=_("Open the book for reading only."))
    @click.option("--offline", is_flag=True, help=_("Ask nothing of the network."))
    @click.option("--no-input", is_flag=True, help=_("Never ask; what would ask, fails."))
    @click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help=_("Colours in the terminal.")
    )
    @click.option(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help=_("Show the version."),
    )
    @click.pass_context
    def root(
        context: click.Context,
        book: Path | None,
        lang: str | None,  # noqa: ARG001 - read before the commands were built
        config: str | None,  # noqa: ARG001
        read_only: bool,
        offline: bool,
        no_input: bool,
        color: str,
    ) -> None:
        session.book, session.read_only, session.no_input, session.color = book, read_only, no_input, color
        if offline:
            session.forbid_network()
        context.obj = session
        if context.invoked_subcommand is None:
            from tui.cli.opening import open_or_tell

            open_or_tell(session.desk(writes=True))

    for name in _needed(["--help"] if argv is None else argv):
        import_module(name).register(root)
    return root


def _needed(argv: Sequence[str]) -> tuple[str, ...]:
    """The modules whose commands a call may need, so that a short command does not wait for the others.

    The desk itself needs none.
    """
    words = iter(argv)
    plain = []
    for word in words:
        if word in _VALUE_OPTIONS:
            next(words, None)
        elif not word.startswith("-"):
            plain.append(word)
    if not plain and not {"--help", "-h"}.intersection(argv):
        return ()
    first = _MODULES.get(plain[0], ()) if plain else ()
    if not first:
        return tuple(dict.fromkeys(module for modules in _MODULES.values() for module in modules))
    if plain[0] == "car" and plain[1:2] and plain[1] in _WITHOUT_IMPORTS:
        return first[:1]
    return first


def _show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        output.data(f"nearnew {version('nearnew')}")
        context.exit()
