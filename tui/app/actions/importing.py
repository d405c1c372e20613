"""Actions of taking in a dealer's list, and of the rows that wait."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_IMPORT, _ROW, _COLUMNS, _HELD, _MEND = ("import",), ("import_row",), ("columns",), ("held",), ("mend",)

ACTIONS: tuple[Action, ...] = (
    Action(
        "import.open", "enter", N_("Row"), N_("Show every cell of the row and what is wrong with it"),
        "nearnew car import FILE --dry-run", _IMPORT, footer=True,
    ),
    Action(
        "import.take_in", "ctrl+s", N_("Take in"), N_("Write what the preview shows to the book, as one step"),
        "nearnew car import FILE --dealer NAME", _IMPORT, footer=True,
    ),
    Action(
        "import.columns", "m", N_("Columns"), N_("See and change what each column stands for"),
        "nearnew car import FILE --map field=column", _IMPORT, footer=True,
    ),
    Action("import.back", "escape", N_("Back"), N_("One step back; work that goes on is stopped"), "", _IMPORT,
        footer=True,
    ),
    Action(
        "import.encoding", "e", N_("Encoding"), N_("Choose how the text is encoded, where it looks wrong"),
        "nearnew car import FILE --encoding gb18030", _IMPORT,
    ),
    Action(
        "import.sheet", "t", N_("Sheet"), N_("Choose the sheet of a workbook"),
        "nearnew car import FILE --sheet NAME", _IMPORT,
    ),
    Action(
        "import.dealer", "d", N_("Dealer"), N_("Say whose list it is"),
        "nearnew car import FILE --dealer NAME", _IMPORT,
    ),
    Action(
        "import.bought", "b", N_("Bought"), N_("Record the cars as bought on a day instead of only listed"),
        "nearnew car import FILE --bought DATE", _IMPORT,
    ),
    Action(
        "import.next_held", "n", N_("Next"), N_("Go to the next row that is held or changed"),
        "nearnew car import FILE --dry-run", _IMPORT,
    ),
    Action(
        "import.paste", "ctrl+v", N_("Paste"), N_("Take rows copied from a chat or a spreadsheet instead of a file"),
        "nearnew car import -", _IMPORT,
    ),
    Action(
        "import.complete", "tab", N_("Complete"), N_("Complete the name being typed, or go to the next field"),
        "", _IMPORT,
    ),
    Action("import_row.back", "escape", N_("Back"), N_("Return to the list"), "", _ROW, footer=True),
    Action("import_row.next", "n", N_("Next"), N_("Show the next row"), "", _ROW, footer=True),
    Action("import_row.previous", "b", N_("Previous"), N_("Show the row before"), "", _ROW, footer=True),
    Action(
        "columns.change", "enter", N_("Change"), N_("Choose what the column stands for"),
        "nearnew car import FILE --map field=column", _COLUMNS, footer=True,
    ),
    Action("columns.back", "escape", N_("Back"), N_("Return to the rows, read with these columns"), "", _COLUMNS,
        footer=True,
    ),
    Action(
        "held.open", "enter", N_("Mend"), N_("Open the row and correct its cells"), "nearnew car mend NUMBER vin=…",
        _HELD, footer=True,
    ),
    Action(
        "held.take_offer", "y", N_("Take offer"), N_("Take the correction on offer and mend the row"),
        "nearnew car mend NUMBER vin=…", _HELD, footer=True,
    ),
    Action(
        "held.confirm", "c", N_("Confirm"), N_("Take a VIN whose check digit is wrong as it is; asks"),
        "nearnew car mend NUMBER --yes", _HELD, footer=True,
    ),
    Action(
        "held.dismiss_row", "x", N_("Dismiss"), N_("Let the row be: it does not come back with the next list; asks"),
        "nearnew car dismiss NUMBER", _HELD,
    ),
    Action("held.back", "escape", N_("Back"), N_("Return to the screen before"), "", _HELD, footer=True),
    Action(
        "mend.save", "ctrl+s", N_("Save"), N_("Mend the row with what stands here, and open the next one"),
        "nearnew car mend NUMBER column=value", _MEND, footer=True,
    ),
    Action(
        "mend.take_offer", "f2,ctrl+y", N_("Take offer"), N_("Put the correction on offer into its cell"),
        "nearnew car mend NUMBER vin=…", _MEND, footer=True,
    ),
    Action(
        "mend.confirm", "f3", N_("Confirm"), N_("Take a VIN whose check digit is wrong as it is; asks"),
        "nearnew car mend NUMBER --yes", _MEND, footer=True,
    ),
    Action(
        "mend.dismiss_row", "f8", N_("Dismiss"), N_("Let the row be: it does not come back with the next list; asks"),
        "nearnew car dismiss NUMBER", _MEND,
    ),
    Action("mend.back", "escape", N_("Back"), N_("Return to the list; the row waits as before"), "", _MEND,
        footer=True,
    ),
)  # fmt: skip
