"""The theme of the terminal's own colours, which suits a light screen and a dark one alike; and colours to be read.

Themes choose their colours for surfaces. A verdict is written in one, so it is made lighter or darker until it can be
read on the theme's background.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import App, ReturnType
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.theme import Theme

TERMINAL = Theme(
    name="textual-ansi",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border-blurred": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-cursor-text-style": "reverse",
        "input-selection-foreground": "ansi_default",
        "input-selection-background": "ansi_bright_blue",
        "footer-background": "ansi_default",
        "footer-foreground": "ansi_default",
        "footer-key-foreground": "ansi_cyan",
        "footer-description-foreground": "ansi_default",
    },
)

READABLE = 4.5
"""The least contrast of text with its background (WCAG 2, level AA)."""
_TONES = {"ready": "success", "action": "warning", "blocked": "error", "unknown": "secondary", "accent": "accent"}
_STEP = 0.05


def tones(variables: Mapping[str, str]) -> dict[str, str]:
    """The colours of the tones, from a theme's: each as the theme has it, or as near to it as can be read."""
    background = Color.parse(variables["background"])
    found = {}
    for tone, name in _TONES.items():
        colour = Color.parse(variables[name])
        plain = colour.ansi is not None or background.ansi is not None
        found[f"tone-{tone}"] = variables[name] if plain else readable(colour, background).hex
    return found


class Sheets(Stylesheet):
    """Style sheets that are read once for each set of colours.

    Textual reads all of them anew whenever a screen brings one more, or is shown for the first time.
    """

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; the same ones change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Put the rules together again; only sheets that were not read yet in these colours are read."""
        self.parse()


class Toned(App[ReturnType]):
    """An app that can read this house's style sheets: they name the colours of the tones."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.stylesheet = Sheets(variables=self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, with those of the tones made readable."""
        variables = super().get_css_variables()
        return {**variables, **tones(variables)}


def readable(colour: Color, background: Color) -> Color:
    """A colour that can be read on a background: mixed with white or black, whichever is further away, as needed."""
    far = Color(255, 255, 255) if contrast(Color(255, 255, 255), background) >= READABLE else Color(0, 0, 0)
    found, share = background.blend(colour, colour.a, alpha=1), 0.0
    start = found
    while contrast(found, background) < READABLE and share < 1:
        share += _STEP
        found = start.blend(far, share, alpha=1)
    return found


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
