"""Check the catalogues: extracted anew they must be what is committed, complete, without fuzzy or stale entries.

Run from the checkout's root; exit code 1 and one line for each fault. ``--untranslated`` lists what the catalogues of
papers still lack instead, with a count for each language.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
_KEYWORDS = ("-k", "N_", "-k", "phrase", "-k", "counted:1,2")
DOMAINS = {
    "tui": ("babel.cfg", _KEYWORDS),
    "data": ("babel-data.cfg", ()),
    "papers": ("babel-papers.cfg", _KEYWORDS),
}
LANGUAGES = {"tui": ("zh_CN",), "data": ("zh_CN",), "papers": ("ru", "ar", "es", "fr")}
NOT_BEGUN: frozenset[str] = frozenset()
"""Languages of papers that are still being translated: what they lack is listed, and is no fault."""
_BLANK = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")


def extracted(domain: str, folder: Path) -> set[str]:
    """The messages that stand in the source now."""
    config, keywords = DOMAINS[domain]
    target = folder / f"{domain}.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        config,
        *keywords,
        "--omit-header",
    ]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    subprocess.run([*command, "-o", str(target), "."], cwd=ROOT, check=True, env=environment)
    with target.open("rb") as source:
        return {name_of(message) for message in read_po(source) if message.id}


def name_of(message: Message) -> str:
    """The English text of a message; of a plural one its singular."""
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def from_data(message: Message) -> bool:
    """Whether a message stands in the world's data alone, whose sentences have no blanks."""
    return bool(message.locations) and all(str(place).startswith("tui/data/") for place, _ in message.locations)


def untranslated() -> None:
    """Print what the catalogues of papers lack."""
    for language in LANGUAGES["papers"]:
        path = ROOT / "locales" / language / "LC_MESSAGES" / "papers.po"
        with path.open("rb") as source:
            messages = [message for message in read_po(source, locale=language) if message.id]
        lacking = [
            message
            for message in messages
            if not all(message.string if isinstance(message.string, list | tuple) else (message.string,))
        ]
        for message in lacking:
            place = message.locations[0][0] if message.locations else "?"
            sys.stdout.write(f"{language}  {place}: {name_of(message)}\n")
        sys.stdout.write(f"{language}: {len(lacking)} of {len(messages)} not translated\n")


def faults(domain: str, language: str, wanted: set[str]) -> list[str]:
    """What is wrong with one catalogue."""
    path = ROOT / "locales" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    found = [f"{path.name}: stale, run make messages: {text[:60]!r}" for text in sorted(catalogue.obsolete)[:5]]
    known = set()
    for message in catalogue:
        if not message.id:
            continue
        english = name_of(message)
        known.add(english)
        texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if "fuzzy" in message.flags:
            found.append(f"{path.name}: fuzzy: {english[:60]!r}")
        if not all(texts) and not (domain == "papers" and language in NOT_BEGUN):
            found.append(f"{path.name}: not translated: {english[:60]!r}")
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        blanks = {frozenset(_BLANK.findall(str(text))) for text in ids}
        if isinstance(message.id, list | tuple) and domain == "papers":
            blanks |= {frozenset()}  # Arabic says one and two without a figure
        checked = domain != "data" and not from_data(message)
        if checked and not all(frozenset(_BLANK.findall(str(text))) in blanks for text in texts if text):
            found.append(f"{path.name}: blanks differ: {english[:60]!r}")
    found += [f"{path.name}: missing, run make messages: {text[:60]!r}" for text in sorted(wanted - known)]
    found += [
        f"{path.name}: no longer in the source, run make messages: {text[:60]!r}" for text in sorted(known - wanted)
    ]
    return found


def main() -> int:
    """Print every fault of every catalogue."""
    if "--untranslated" in sys.argv[1:]:
        untranslated()
        return 0
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for domain in DOMAINS:
            wanted = extracted(domain, Path(folder))
            for language in LANGUAGES[domain]:
                found += faults(domain, language, wanted)
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
