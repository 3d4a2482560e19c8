"""The report in a real browser: what a reader can do with it, and what nobody can do to the reader."""
