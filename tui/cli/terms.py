"""Commands whose words are filters: a term such as ``-letter`` is a word, not an option."""

from __future__ import annotations

import click


class QueryCommand(click.Command):
    """A command that takes filter terms; one that begins with a minus need not be put behind ``--``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the terms that look like options behind all options, then let click read the rest."""
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
            elif word.startswith("-") and not word.startswith("--") and len(word) > 2 and word[:2] not in with_value:
                terms.append(word)
            else:
                kept.append(word)
        return super().parse_args(ctx, [*kept, "--", *terms] if terms else kept)
