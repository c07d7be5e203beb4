"""What a plan reads of a decision: which team, its people, their hours, dates, costs and facts."""

from timonier.app.report.planned.chosen import NoSuchTeam, advised, chosen
from timonier.app.report.planned.given import as_of, plan_input

__all__ = ["NoSuchTeam", "advised", "as_of", "chosen", "plan_input"]
