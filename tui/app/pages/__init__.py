"""A car in words: the whole of it on one page, and page by page what the tabs of its screen show.

Pure functions of a desk and a row, in the language of the moment.
"""

from tui.app.pages.facts import fact_text, verdict_word
from tui.app.pages.whole import car_page, overview_page

__all__ = ["car_page", "fact_text", "overview_page", "verdict_word"]
