"""``python -m guiju.cli``: the same as the command ``guiju``."""

from __future__ import annotations

import sys

from guiju.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
