"""Needs: from the facts to the hours of each activity, month by month, in every scenario."""

from timonier.engine.needs.activities import applicable, label_of
from timonier.engine.needs.drawing import Needs, draw_needs

__all__ = ["Needs", "applicable", "draw_needs", "label_of"]
