"""Commands whose words are filters or figures: ``-letter`` is a word and ``-100`` an amount, neither is an option."""

from __future__ import annotations

import re

import click

_FIGURE = re.compile(r"-[\d.,¥$€]")


class QueryCommand(click.Command):
    """A command that takes filter terms and figures; one that begins with a minus need not be put behind ``--``.

    A negative figure reaches the reader of amounts, which says what is wrong with it.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put everything that is no option behind all options, in its order, then let click read it."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        with_value = {name for option in options if not option.is_flag for name in option.opts}
        kept: list[str] = []
        terms: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                terms.extend(words)
            elif word in with_value:
                kept.extend((word, *(value for value in [next(words, None)] if value is not None)))
            elif _is_term(word, with_value):
                terms.append(word)
            else:
                kept.append(word)
        return super().parse_args(ctx, [*kept, "--", *terms] if terms else kept)


def _is_term(word: str, with_value: set[str]) -> bool:
    """Whether a word is no option: it has no minus before it, it is a figure, or a filter term that excludes."""
    if _FIGURE.match(word) or not word.startswith("-") or word == "-":
        return True
    return not word.startswith("--") and len(word) > len("-x") and word[:2] not in with_value
