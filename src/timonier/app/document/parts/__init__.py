"""The parts of the decision document, one dataclass each: add a key to one, and fill it.

The text, the published schema and reading back are made from these types; faces read attributes.
"""

from timonier.app.document.parts.explained import *  # noqa: F403
from timonier.app.document.parts.frame import *  # noqa: F403
from timonier.app.document.parts.information import *  # noqa: F403
from timonier.app.document.parts.models import *  # noqa: F403
from timonier.app.document.parts.money import *  # noqa: F403
from timonier.app.document.parts.naming import *  # noqa: F403
from timonier.app.document.parts.outlook import *  # noqa: F403
from timonier.app.document.parts.part import *  # noqa: F403
from timonier.app.document.parts.story import *  # noqa: F403
from timonier.app.document.parts.whole import *  # noqa: F403
from timonier.app.document.parts.work import *  # noqa: F403
