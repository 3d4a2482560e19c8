"""The report: a comparison as one self-contained page for people."""
