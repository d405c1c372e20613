"""Languages: catalogues, sentences, and which language speaks."""
