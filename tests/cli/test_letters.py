"""``nearnew letter``: asked of the maker, received or refused, and exactly what it frees."""

from __future__ import annotations

from typing import Any

from tests.cli.kit import Machine

CARS = ("26-0001", "26-0002")
RULE = "cn-180d-letter"


def state(machine: Machine, car: str, to: str) -> str | None:
    """What the 180-day rule says of a car for a country."""
    found: dict[str, Any] = machine("check", car, "--to", to, "--format", "json").json
    return next((one["state"] for one in found["results"][0]["flags"] if one["rule"] == RULE), None)


def test_a_letter_for_kazakhstan_clears_kazakhstan_and_not_jordan(sampled: Machine) -> None:
    machine = sampled
    assert state(machine, CARS[0], "KZ") == state(machine, CARS[0], "JO") == "flagged"
    made = machine("letter", "request", *CARS, "--to", "KZ", "--outlet", "Алматы Авто; ул. Абая 1; +7 727").done()
    (asked,) = made.json["letters"]
    assert (asked["number"], asked["country"], asked["state"], len(asked["cars"])) == ("L26-002", "KZ", "requested", 2)
    # asked once: the second time it is said, and nothing is written
    assert "L26-002" in machine("letter", "request", *CARS, "--to", "KZ").done(2).err
    # a letter that does not say enough is refused with what it lacks
    lacking = machine("letter", "received", "L26-002", "number=BYD-7").done(1).err
    assert {line.split(":")[0] for line in lacking.splitlines()} == {"issued", "signer", "shows"}
    words = ("number=BYD-7", "issued=2026-11-20", "signer=maker", "shows=all")
    came = machine("letter", "received", "L26-002", *words, CARS[0]).done()
    assert "is not on the letter" in came.err
    paper = came.json["document"]
    assert (paper["country"], paper["issuer"], paper["covers"]) == ("KZ", "比亚迪", [asked["cars"][0]])
    assert paper["outlets"][0]["name"] == "Алматы Авто"
    assert state(machine, CARS[0], "KZ") == "satisfied"
    assert state(machine, CARS[0], "JO") == "flagged"
    assert state(machine, CARS[1], "KZ") == "flagged"
    # one step back takes letter and answer along
    machine("book", "undo").done()
    assert state(machine, CARS[0], "KZ") == "flagged"
    assert machine("letter", "show", "2").done().json["letters"][0]["state"] == "requested"
    machine("book", "verify").done()


def test_who_need_not_be_asked_is_said(sampled: Machine) -> None:
    old = "26-0001"
    sampled("car", "edit", old, "first_registration=2026-03-01", "manufacture_date=2026-02", "--yes").done()
    told = sampled("letter", "request", *CARS, "--to", "KZ", "--dry-run").done()
    assert "days since registration: 266" in told.err
    assert sampled("letter", "list", "--format", "json").done().json["letters"][0]["number"] == "L26-001", (
        "the sample book's own"
    )
    every = sampled("letter", "request", *CARS, "--to", "KZ", "--all").done().json["letters"]
    assert [len(one["cars"]) for one in every] == [2]


def test_makes_are_asked_one_by_one(sampled: Machine) -> None:
    rows = sampled("car", "list", "--format", "json").done().json["cars"]
    by_make = {row["make"]: row["stock_number"] for row in rows if row["vin"]}
    names = list(by_make.values())[:2]
    made = sampled("letter", "request", *names, "--to", "UZ", "--all").done().json["letters"]
    assert [one["number"] for one in made] == ["L26-002", "L26-003"]
    assert len({one["make"] for one in made}) == 2
    assert "several makes" in sampled("letter", "request", *names, "--to", "AM", "--all", "--maker", "X").refused(2)


def test_a_request_waits_is_refused_and_asked_anew(sampled: Machine) -> None:
    sampled("letter", "request", *CARS, "--to", "KZ", "--on", "2026-11-01").done()
    due = sampled("due", "--format", "json").done().json["due"]
    waiting = next(one for one in due if one["code"] == "letter_waiting")
    assert (waiting["on"], waiting["overdue"]) == ("2026-11-15", True)
    assert "L26-002" in waiting["for"]
    assert "21" in sampled("letter", "list").done().out
    assert "reason" in sampled("letter", "refused", "L26-002").refused(1)
    assert "2026-10-01" in sampled("letter", "refused", "2", "不给", "--on", "2026-10-01").refused(1)
    sampled("letter", "refused", "L26-002", "reason=不为平行出口提供").done()
    assert "不为平行出口提供" in sampled("letter", "list").done().out
    due = sampled("due", "--format", "json").json["due"]
    assert [one["for"] for one in due if one["code"] == "letter_waiting"] == ["L26-001 比亚迪 KZ"]
    assert "refused already" in sampled("letter", "received", "2", "number=1").refused(2)
    assert sampled("letter", "request", *CARS, "--to", "KZ").done().json["letters"][0]["number"] == "L26-003"
    sampled("letter", "withdraw", "L26-003").done()
    assert "no request L9" in sampled("letter", "show", "L9").refused(1)
    for outlet in ("a;b;c;d", "a", "a; ; +7 727", "；ул. Абая 1"):
        said = sampled("letter", "request", *CARS, "--to", "KZ", "--outlet", outlet).refused(2)
        assert "name; address; phone" in said


def test_a_partner_without_an_address_is_no_outlet(sampled: Machine) -> None:
    sampled("partner", "add", "name=Samarqand Avto", "country=UZ", "makes=byd").done()
    asked = sampled("letter", "request", "26-0001", "--to", "UZ", "--all").done()
    assert "Samarqand Avto has no address" in asked.err
    assert asked.json["letters"][0]["outlets"] == []
    sampled("partner", "edit", "Samarqand", "address=Registon 1").done()
    again = sampled("letter", "request", "26-0002", "--to", "UZ", "--all").done()
    assert [one["name"] for one in again.json["letters"][0]["outlets"]] == ["Samarqand Avto"]
