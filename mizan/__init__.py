"""Mizan: compare how news outlets report the same event. The public package; it never imports services."""

__version__ = "0.1.0"
