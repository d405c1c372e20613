"""Actions of the forms, and of the questions they ask."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_FORM = ("form",)
_VERSIONS = ("versions",)
_QUESTION = ("question",)

ACTIONS: tuple[Action, ...] = (
    Action("forms.save", "ctrl+s", N_("Save"), N_("Write what stands in the form into the book"), "", _FORM,
        footer=True,
    ),
    Action("forms.list", "ctrl+o", N_("Choices"), N_("Pick the value of this field from a list"), "", _FORM),
    Action("forms.offer", "ctrl+y", N_("Take correction"), N_("Take the correction that is offered"), "", _FORM,
        footer=True,
    ),
    Action("forms.leave", "escape", N_("Leave"), N_("Leave the form; what was typed can be kept as a draft"), "",
        _FORM, footer=True,
    ),
    Action("forms.next_field", "down,tab", N_("Next field"), N_("Go to the next field"), "", _FORM),
    Action("forms.previous_field", "up,shift+tab", N_("Field before"), N_("Go to the field before"), "",
        _FORM,
    ),
    Action("forms.next_part", "ctrl+n,pagedown", N_("Next part"), N_("Go to the next part of the form"), "", _FORM,
        footer=True,
    ),
    Action("forms.previous_part", "ctrl+b,pageup", N_("Part before"), N_("Go to the part before"), "", _FORM),
    Action("forms.first_problem", "ctrl+g", N_("Next problem"), N_("Go to the next field with a problem"), "", _FORM),
    Action("forms.other_version", "space,enter", N_("Mine or theirs"), N_("Keep the other version of this field"), "",
        _VERSIONS,
    ),
    Action("forms.all_mine", "m", N_("All mine"), N_("Keep my version of every field"), "", _VERSIONS, footer=True),
    Action("forms.all_theirs", "t", N_("All theirs"), N_("Take the other version of every field"), "", _VERSIONS,
        footer=True,
    ),
    Action("forms.settle", "ctrl+s", N_("Go on"), N_("Go on with the versions chosen"), "", _VERSIONS, footer=True),
    Action("forms.back", "escape", N_("Back"), N_("Go back to the form"), "", (*_VERSIONS, *_QUESTION), footer=True),
    Action("forms.answer", "enter", N_("Choose"), N_("Give the answer under the cursor"), "", _QUESTION, footer=True),
)  # fmt: skip
