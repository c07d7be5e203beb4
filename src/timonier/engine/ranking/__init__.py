"""Rank teams so that the winner stays good when futures or preferences change."""

from __future__ import annotations

from timonier.engine.ranking.acceptability import Ranking, rank
from timonier.engine.ranking.preferences import Preferences, weight_draws, wishes
from timonier.engine.ranking.verdict import Verdict, verdict

__all__ = ["Preferences", "Ranking", "Verdict", "rank", "verdict", "weight_draws", "wishes"]
