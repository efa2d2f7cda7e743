"""What is kept out while schemas are read still needs to be kept out, and nothing else goes."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
@pytest.mark.parametrize("left_out", [True, False])
def test_what_is_slow_to_import_needs_leaving_out_and_nothing_else_goes_with_it(left_out) -> None:
    """Where the second case fails, jsonschema imports it when asked: leave nothing out."""
    program = (
        "import sys\nfrom stateofplay.files import schema_words\n"
        f"if {left_out}: schema_words.leave_out_grammar()\n"
        "import jsonschema\n"
        "for name in ('rfc3987_syntax', 'lark', 'isoduration', 'arrow'):\n"
        "    print(sys.modules.get(name) is not None)\n"
        "said = jsonschema.Draft7Validator({'type': 'string'}).iter_errors(3)\n"
        "print([error.message for error in said])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    *loaded, said = done.stdout.splitlines()
    assert loaded == [str(not left_out)] * 4
    assert said == "[\"3 is not of type 'string'\"]"
