"""The world that every team of a decision meets: drawn once, then reused for all of them."""

from timonier.engine.catalogue import WEEKS_PER_MONTH
from timonier.engine.simulation.world.drawn import Met, World
from timonier.engine.simulation.world.kept import Kept
from timonier.engine.simulation.world.lanes import Needed
from timonier.engine.simulation.world.making import make_world
from timonier.engine.simulation.world.tenure import SPELLS, stays

__all__ = ["SPELLS", "WEEKS_PER_MONTH", "Kept", "Met", "Needed", "World", "make_world", "stays"]
