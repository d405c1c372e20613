"""The papers: each a function from what the desk gathered to a paper."""
