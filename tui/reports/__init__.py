"""Papers: one model per paper, one renderer per format."""
