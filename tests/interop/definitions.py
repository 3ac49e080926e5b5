"""Where the definitions are that the tests of the workspace leave for the tools in this folder."""

import json
import re
from pathlib import Path
from typing import Any


def golden(examples: Path) -> dict[Path, dict[str, Any]]:
    """The golden definitions of the examples."""
    files = (file for file in sorted(examples.rglob("*.asl.json")) if file.relative_to(examples).parts[0] != "out")
    return {file: with_activities(file.read_text(encoding="utf-8")) for file in files}


def with_activities(text: str) -> dict[str, Any]:
    """A definition with an ARN for each activity, as it is deployed: no Resource is a substitution where it runs."""
    return json.loads(re.sub(r'"\$\{(\w+)ActivityArn\}"', r'"arn:aws:states:us-east-1:123456789012:activity:\1"', text))


def of_cases(cases: Path) -> dict[Path, dict[str, Any]]:
    """The definitions of the recorded native runs."""
    files = sorted(cases.rglob("*.json"))
    return {file: json.loads(file.read_text(encoding="utf-8"))["definition"] for file in files}
