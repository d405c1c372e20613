"""The Textual app; the only importer of textual."""
