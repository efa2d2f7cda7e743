"""`python -m stateofplay`: the same as the command `stateofplay`."""

import sys

from stateofplay.cli import main

if __name__ == "__main__":
    sys.exit(main())
