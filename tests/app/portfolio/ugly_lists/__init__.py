"""Every list of the folder, by name."""

from tests.app.portfolio.ugly_lists import exports, offices, programs, registers
from tests.app.portfolio.ugly_lists.one_list import List

LISTS = {
    name.lower(): one
    for kind in (programs, exports, registers, offices)
    for name, one in vars(kind).items()
    if isinstance(one, List)
}
__all__ = ["LISTS", "List"]
