"""Print what commands say, from whichever product comes first on the path, in one process.

``python -m tests.commands_apart``: a JSON list of command lines on standard input, a JSON list of
what each prints on standard output. What one of them decides, the next ones do not decide again.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from io import StringIO

from tests.remembering import remember_decisions
from timonier.app import cli


def main(commands: list[list[str]]) -> None:
    remember_decisions()
    printed = []
    for arguments in commands:
        os.environ["PYTEST_CURRENT_TEST"] = f"{arguments} (call)"  # none compares two decisions
        with redirect_stdout(StringIO()) as out:
            code = cli.run(arguments)
        assert code == 0, (arguments, code)
        printed.append(out.getvalue())
    json.dump(printed, sys.stdout)


if __name__ == "__main__":
    main(json.load(sys.stdin))
