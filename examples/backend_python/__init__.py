"""Desk alerts: a backend that feeds Mizan and tells a news desk each contradiction once."""
