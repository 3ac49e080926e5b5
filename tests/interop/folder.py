"""The case files of a folder, all judged."""

import json
from pathlib import Path

import definitions
from compare import Case, problems

MOST_DIFFERENCES = 8
LEAST_RUNS = 3


def run_file(file: Path) -> tuple[str, list[str]]:
    """The name of a case, and how its run differs from the native one."""
    try:
        case = Case.read(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return file.name, [f"not a case file: {type(error).__name__}: {error}"]
    return case.name, problems(case)


def run_folder(folder: Path) -> int:
    files = sorted(folder.rglob("*.json"))
    if not files:
        print(f"no case files under {folder}: the tests of the workspace write them")
        return 1
    failed = 0
    for file in files:
        name, found = run_file(file)
        if not found:
            continue
        failed += 1
        print(f"FAILED {name} ({file})")
        for line in found[:MOST_DIFFERENCES]:
            print(f"    {line}")
        if len(found) > MOST_DIFFERENCES:
            print(f"    .. and {len(found) - MOST_DIFFERENCES} more differences")
    print(f"{len(files) - failed} passed, {failed} failed")
    return 1 if failed else 0


def check_examples(examples: Path, folder: Path) -> int:
    golden = definitions.golden(examples)
    cases = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.json"))]
    lacking = 0 if golden else 1
    for file, definition in golden.items():
        runs = [case for case in cases if case["definition"] == definition]
        failing = sum("error" in case["expected"] for case in runs)
        enough = len(runs) >= LEAST_RUNS and failing >= 1
        lacking += not enough
        print(f"{'' if enough else 'FAILED '}{file}: {len(runs)} runs, {failing} of them failing")
    if lacking:
        print(f"each example's golden definition needs {LEAST_RUNS} case files that have it, one with an error")
    return 1 if lacking else 0
