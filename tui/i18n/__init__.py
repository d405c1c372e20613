"""Languages; the only importer of babel."""
