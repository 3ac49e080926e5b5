"""Where the definitions are that the tests of the workspace leave for the tools in this folder."""

import json
from pathlib import Path
from typing import Any


def golden(examples: Path) -> dict[Path, dict[str, Any]]:
    """The golden definitions of the examples."""
    files = (file for file in sorted(examples.rglob("*.asl.json")) if file.relative_to(examples).parts[0] != "out")
    return {file: json.loads(file.read_text(encoding="utf-8")) for file in files}


def of_cases(cases: Path) -> dict[Path, dict[str, Any]]:
    """The definitions of the recorded native runs."""
    files = sorted(cases.rglob("*.json"))
    return {file: json.loads(file.read_text(encoding="utf-8"))["definition"] for file in files}
