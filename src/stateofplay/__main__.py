"""`python -m stateofplay`: the same as the command `stateofplay`."""

from stateofplay.cli import run

if __name__ == "__main__":
    run()
