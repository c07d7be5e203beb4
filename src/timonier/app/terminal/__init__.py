"""Decisions, needs and explanations for people at a terminal."""

from timonier.app.terminal.decision import show_decision
from timonier.app.terminal.explained import show_explained
from timonier.app.terminal.needs import show_needs

__all__ = ["show_decision", "show_explained", "show_needs"]
