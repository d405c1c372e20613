"""``override``: a person goes on in spite of a flag, and everything says so."""

from __future__ import annotations

from tests.cli.kit import DAY, Machine

CAR = "V4016852"
RULE = "cn-180d-letter"
SAID = ("--by", "王伟", "--reason", "letter in the post")


def test_the_story_of_an_override(stocked: Machine) -> None:
    note = stocked.home / "mail.txt"
    note.write_text("yes", encoding="utf-8")
    ran = stocked("override", "add", CAR, "--rule", RULE, "--to", "KZ", *SAID, "--until", "2026-12-31", "--file", note)
    made = ran.done().json["override"]
    assert (made["rule"], made["to"], made["standing"], made["until"]) == (RULE, "KZ", "in_force", "2026-12-31")
    assert made["seen"] == {"LC0CE4CB7V4016852": "flagged"}
    (kept,) = made["files"]
    assert (stocked.book / "files" / kept["sha256"]).read_bytes() == b"yes"
    found = stocked("check", CAR, "--to", "KZ", "--as-of", DAY, "--format", "json").json["results"][0]
    states = {flag["rule"]: flag["state"] for flag in found["flags"]}
    assert states[RULE] == "overridden"
    assert [one["by"] for one in found["overrides"]] == ["王伟"]
    explained = stocked("check", CAR, "--to", "KZ", "--explain").out
    assert "Overridden by 王伟 on 2026-11-22: letter in the post (until 2026-12-31)" in explained
    listed = stocked("override", "list", CAR, "--format", "json").done().json
    assert (listed["schema"], len(listed["overrides"])) == ("nearnew/overrides/1", 1)
    assert stocked("override", "list", "V4016851", "--format", "json").done().json["overrides"] == []
    assert "王伟" in stocked("override", "list", "--in-force").done().out
    assert stocked("override", "withdraw", "1").done().json["override"]["standing"] == "withdrawn"
    assert stocked("override", "list", "--in-force", "--format", "csv").done().out.count("\n") == 1
    stocked("book", "undo").done()
    stocked("book", "undo").done()
    assert stocked("override", "list", "--format", "json").done().json["overrides"] == []


def test_what_cannot_be_overridden(stocked: Machine) -> None:
    assert "red line" in stocked(
        "override", "add", CAR, "--rule", "cn-redline-false-papers", "--to", "KZ", *SAID
    ).refused(1)
    assert "no-such" in stocked("override", "add", CAR, "--rule", "no-such", "--to", "KZ", *SAID).refused(1)
    nothing = stocked("override", "add", CAR, "--rule", "cn-licence-max-20", "--to", "KZ", *SAID).refused(1)
    assert "nothing to override" in nothing
    assert "--to" in stocked("override", "add", CAR, "--rule", RULE, *SAID).refused(2)
    assert "--to" in stocked("override", "add", CAR, "--rule", RULE, "--to", "KZ,RU", *SAID).refused(2)
    assert stocked("override", "add", CAR, "--rule", RULE, "--to", "KZ").done(2).out == ""
    assert "--by" in stocked(
        "override", "add", CAR, "--rule", RULE, "--to", "KZ", "--by", " ", "--reason", "x"
    ).refused(1)
    assert "99" in stocked("override", "withdraw", "99").refused(1)


def test_going_on_without_facts_is_confirmed(stocked: Machine) -> None:
    words = ("override", "add", "LC0CE4CB2V4016869", "--rule", RULE, "--to", "KZ", *SAID)
    assert "--yes" in stocked(*words).refused(1)
    assert stocked(*words, "--yes").done().json["override"]["seen"] == {"LC0CE4CB2V4016869": "cannot_tell"}
