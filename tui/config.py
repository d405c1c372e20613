"""Settings in layers: the shipped config.toml, the user's file, NEARNEW_… variables, flags; later layers win.

Nothing is read at import. An unknown key or a bad value is a ConfigError that names its file and key.
"""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from tui.errors import BadFile, ConfigError

PREFIX = "NEARNEW_"
_CHOICES: dict[str, tuple[str, ...]] = {
    "ui.glyphs": ("unicode", "ascii"),
    "ui.start": ("stock", "front"),
    "network.rates_provider": ("frankfurter", "ecb", "cbr", "er-api"),
}
_BOUNDS: dict[str, tuple[int, int]] = {
    "book.lock_seconds": (0, 3_600),
    "backup.keep_daily": (1, 366),
    "backup.keep_weekly": (0, 520),
    "backup.keep_monthly": (0, 120),
    "attachments.largest_mb": (1, 1_000),
    "readiness.staleness_days": (1, 3_650),
    "readiness.horizon_days": (0, 3_650),
    "deadlines.days": (0, 3_650),
    "money.rate_limit_days": (0, 3_650),
    "network.seconds": (1, 600),
    "network.attempts": (1, 10),
    "network.largest_mb": (1, 100),
    "rebate.exporter_class": (1, 4),
    "rebate.days_class_1": (0, 365),
    "rebate.days_class_2": (0, 365),
    "rebate.days_class_3": (0, 365),
    "rebate.days_class_4": (0, 365),
    "rebate.extra_days": (0, 365),
    "inspection.calibration_days": (1, 3_650),
    **{
        f"inspection.{metal}_{bound}_um": (1, 5_000)
        for metal in ("steel", "aluminium")
        for bound in ("least", "original", "repainted")
    },
    "letters.waiting_days": (1, 365),
    "localisation.partner_confirmed_days": (1, 3_650),
    "localisation.quote_days": (1, 3_650),
    "localisation.battery_days": (1, 3_650),
    "print.seconds": (1, 600),
}


class Ui(msgspec.Struct, frozen=True):
    """How the desk looks and speaks."""

    language: str = "auto"
    glyphs: str = "unicode"
    theme: str = "textual-ansi"
    start: str = "stock"


class BookSettings(msgspec.Struct, frozen=True):
    """Where the book lies and how long a write waits for its lock, in seconds."""

    path: str = ""
    lock_seconds: int = 5


class BackupSettings(msgspec.Struct, frozen=True):
    """How many daily, weekly and monthly backups are kept."""

    keep_daily: int = 7
    keep_weekly: int = 4
    keep_monthly: int = 12


class AttachmentSettings(msgspec.Struct, frozen=True):
    """How large a file may be that is attached to a document, in MB of 1,000,000 bytes."""

    largest_mb: int = 25


class FirmSettings(msgspec.Struct, frozen=True):
    """Where and in what currency the firm counts, and who writes."""

    time_zone: str = "Asia/Shanghai"
    home_currency: str = "CNY"
    user: str = ""


class Readiness(msgspec.Struct, frozen=True):
    """Limits of the rules, in days."""

    staleness_days: int = 180
    horizon_days: int = 60


class Rules(msgspec.Struct, frozen=True):
    """The folder of the user's own rule packs; the address of a published index, and the public keys it may carry.

    ``keys`` are public Ed25519 keys in base64, parted by spaces.
    """

    folder: str = ""
    index: str = ""
    keys: str = ""


class Network(msgspec.Struct, frozen=True):
    """What the desk may ask of the network, and where: nothing is asked but by name.

    ``seconds`` is the time for one question with all its attempts; ``largest_mb`` counts 1,000,000 bytes.
    """

    offline: bool = False
    seconds: int = 30
    attempts: int = 3
    largest_mb: int = 12
    rates_provider: str = "frankfurter"
    rates_banks: str = ""
    frankfurter_url: str = "https://api.frankfurter.dev"
    ecb_url: str = "https://www.ecb.europa.eu"
    cbr_url: str = "https://www.cbr.ru"
    er_api_url: str = "https://open.er-api.com"
    vin_lookup: bool = False
    vin_url: str = "https://vpic.nhtsa.dot.gov"


class Deadlines(msgspec.Struct, frozen=True):
    """How many days ahead the desk looks for what falls due."""

    days: int = 30


class MoneySettings(msgspec.Struct, frozen=True):
    """What tied-up money costs a day, as a fraction such as "0.0002", and after how many days a rate is old."""

    holding_rate_per_day: str = "0"
    rate_limit_days: int = 7


class RebateSettings(msgspec.Struct, frozen=True):
    """The exporter's class with the tax office (1 to 4), and the working days it takes, class by class."""

    exporter_class: int = 2
    days_class_1: int = 5
    days_class_2: int = 10
    days_class_3: int = 15
    days_class_4: int = 20
    extra_days: int = 0


class InspectionSettings(msgspec.Struct, frozen=True):
    """Limits of paint in micrometres, by material, and how many days a calibration of the instrument holds."""

    steel_least_um: int = 70
    steel_original_um: int = 180
    steel_repainted_um: int = 400
    aluminium_least_um: int = 70
    aluminium_original_um: int = 200
    aluminium_repainted_um: int = 400
    calibration_days: int = 365


class LetterSettings(msgspec.Struct, frozen=True):
    """After how many days without an answer a request to a maker is due."""

    waiting_days: int = 14


class LocalisationSettings(msgspec.Struct, frozen=True):
    """After how many days a partner's confirmation, a supplier's quote and a battery reading are too old to count."""

    partner_confirmed_days: int = 365
    quote_days: int = 180
    battery_days: int = 180


class PrintSettings(msgspec.Struct, frozen=True):
    """How papers reach the system's printer, and where the user's own templates lie.

    ``command`` is a program and its arguments, of which one holds ``{file}``; no shell ever reads it. It may take so
    many ``seconds``. An empty ``templates`` is the folder beside the one of the rules.
    """

    command: tuple[str, ...] = ("lp", "-o", "media=A4", "{file}")
    seconds: int = 30
    templates: str = ""


class Settings(msgspec.Struct, frozen=True):
    """All settings; ``origins`` names, per ``section.key``, the layer that decided it."""

    ui: Ui = Ui()
    book: BookSettings = BookSettings()
    backup: BackupSettings = BackupSettings()
    attachments: AttachmentSettings = AttachmentSettings()
    firm: FirmSettings = FirmSettings()
    readiness: Readiness = Readiness()
    rules: Rules = Rules()
    network: Network = Network()
    deadlines: Deadlines = Deadlines()
    money: MoneySettings = MoneySettings()
    rebate: RebateSettings = RebateSettings()
    inspection: InspectionSettings = InspectionSettings()
    letters: LetterSettings = LetterSettings()
    localisation: LocalisationSettings = LocalisationSettings()
    print: PrintSettings = PrintSettings()
    keys: dict[str, str] = {}
    origins: dict[str, str] = {}


_SECTIONS: dict[str, type[msgspec.Struct]] = {
    "ui": Ui,
    "book": BookSettings,
    "backup": BackupSettings,
    "attachments": AttachmentSettings,
    "firm": FirmSettings,
    "readiness": Readiness,
    "rules": Rules,
    "network": Network,
    "deadlines": Deadlines,
    "money": MoneySettings,
    "rebate": RebateSettings,
    "inspection": InspectionSettings,
    "letters": LetterSettings,
    "localisation": LocalisationSettings,
    "print": PrintSettings,
}


def load_settings(
    shipped: Path, user: Path | None, environment: Mapping[str, str], flags: Mapping[str, str]
) -> Settings:
    """Merge the layers; ``flags`` are ``section.key`` to text. A user file that does not exist is no layer.

    Raises ConfigError for an unknown key or a bad value, BadFile for a file that is not TOML.
    """
    merged: dict[str, dict[str, Any]] = {}
    origins: dict[str, str] = {}
    for path in (shipped, user):
        if path is None or (path is user and not path.exists()):
            continue
        for section, table in _read(path).items():
            if not isinstance(table, dict):
                raise ConfigError("config_unknown_key", file=str(path), key=section)
            for key, value in table.items():
                _take(merged, origins, section, key, value, str(path))
    for name, text in sorted(environment.items()):
        if name.startswith(PREFIX):
            section, _, key = name.removeprefix(PREFIX).lower().partition("_")
            _take(merged, origins, section, key, _typed(section, key, text), name)
    for name, text in flags.items():
        section, _, key = name.partition(".")
        _take(merged, origins, section, key, _typed(section, key, text), f"--{key}")
    keys = merged.pop("keys", {})
    return msgspec.convert({**merged, "keys": keys, "origins": origins}, Settings)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile("file_unreadable", path=str(path), reason=type(error).__name__) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("config_not_toml", file=str(path), reason=str(error)) from error


def _typed(section: str, key: str, text: str) -> object:
    """The text of a variable or flag as the type its setting has; a text that does not fit stays text."""
    known = _SECTIONS.get(section)
    default = getattr(known(), key, None) if known is not None else None
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(text.strip().lower(), text)
    if isinstance(default, tuple):
        try:
            return shlex.split(text)
        except ValueError:
            return text
    if isinstance(default, int) and text.isascii() and text.strip().isdigit():
        return int(text)
    return text


def _take(
    merged: dict[str, dict[str, Any]], origins: dict[str, str], section: str, key: str, value: object, file: str
) -> None:
    name = f"{section}.{key}"
    if section == "keys":
        if not isinstance(value, str):
            raise ConfigError("config_not_text", file=file, key=name, value=str(value)[:40])
        merged.setdefault(section, {})[key] = value
        return
    known = _SECTIONS.get(section)
    if known is None or key not in known.__struct_fields__:
        raise ConfigError("config_unknown_key", file=file, key=name)
    shown = str(value)[:40]
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ConfigError("config_not_number", file=file, key=name, value=shown, least=least, most=most)
    elif isinstance(getattr(known(), key), tuple):
        if not _is_command(value):
            example = '["lp", "-o", "media=A4", "{file}"]'
            raise ConfigError("config_bad_value", file=file, key=name, value=shown, expected=example)
    elif isinstance(getattr(known(), key), bool):
        if not isinstance(value, bool):
            raise ConfigError("config_bad_value", file=file, key=name, value=shown, expected="true, false")
    elif not isinstance(value, str):
        raise ConfigError("config_not_text", file=file, key=name, value=shown)
    elif value not in _CHOICES.get(name, (value,)):
        raise ConfigError("config_bad_value", file=file, key=name, value=shown, expected=", ".join(_CHOICES[name]))
    merged.setdefault(section, {})[key] = value
    origins[name] = file


def _is_command(value: object) -> bool:
    """Whether a value is a program with its arguments, one of which takes the file."""
    words = value if isinstance(value, list) and all(isinstance(one, str) and "\0" not in one for one in value) else []
    return len(words) > 1 and bool(words[0].strip()) and any("{file}" in one for one in words[1:])
