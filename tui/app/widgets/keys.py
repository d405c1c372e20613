"""The registry's actions as textual bindings; labels stay message ids until a screen shows them."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.app.commands import IN_MODAL, Action, of_screen


def binding_of(action: Action) -> Binding:
    """One action as a binding; the user's own keys come later, by its id."""
    return Binding(action.key, action.method, action.label, id=action.id, show=action.footer)


def screen_bindings(screen: str) -> list[BindingType]:
    """The bindings of a screen's own actions, without those of its lists."""
    return [binding_of(one) for one in of_screen(screen) if not one.id.startswith(("list.", "app."))]


def app_bindings() -> list[BindingType]:
    """The bindings that every screen offers."""
    return [binding_of(one) for one in of_screen("everywhere")]


def modal_bindings(screen: str) -> list[BindingType]:
    """The bindings of a screen that covers the app's own, with the few of the app's that it offers all the same."""
    return [*screen_bindings(screen), *(binding_of(one) for one in of_screen("everywhere") if one.id in IN_MODAL)]


def list_bindings() -> list[BindingType]:
    """The bindings of everything that has lines to walk along."""
    return [binding_of(one) for one in of_screen("stock", "list")]
