"""Widgets that draw exact lines of cells; none of them reads markup."""
