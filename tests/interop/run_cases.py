"""Executes exported definitions in sfnx.testing, an interpreter of Amazon States Language that this project did not
write, and compares what they do with what the same workflows did natively.

    python run_cases.py [FOLDER]        runs the case files under FOLDER (target/interop)
    python run_cases.py [FOLDER] --examples examples
                                        also asks that each example's golden definition has its runs among them: at
                                        least three, one of which fails
    python run_cases.py --self-test     shows that the comparison accepts and refuses what it should

A case file is JSON, one native run:

    {
      "name": "what the case is about",
      "definition": {..},                 the workflow's export
      "input": any,                       the execution's input
      "calls": [                          the attempts of tasks, in the order in which they were made
        {"state": "Charge", "task": "charge", "arguments": any, "callback": false, "result": any},
        {"state": "Charge", "task": "charge", "arguments": any, "callback": false,
         "failure": {"Error": "Declined", "Cause": text or null}}
      ],
      "states": ["Charge", ..],           the states entered, in order
      "ordered": true,                    false where branches ran at the same time: calls and states in any order
      "cancelled_siblings": false,        may be left out; see below
      "children": {"pack": {..}},         may be left out: definitions of workflows that it starts executions of
      "drawn": [{"function": "uuid", "value": "1b4e.."}],
                                          may be left out: what now(), uuid() and random() gave, in order
      "expected": {"output": any} or {"error": "Name", "cause": text or null}
    }

Each call of a Task is answered by the first recorded call of its state with its arguments that was not yet used. A call
that none answers, and a recorded call that was not made, fail the case.

Equality: a missing field is null, 1.0 is 1, a missing cause is an empty one, causes that are JSON are compared as such,
and of States.QueryEvaluationError only the name counts.

`cancelled_siblings` is for a run in which a failing branch cancelled others. sfnx.testing runs branches one after
another, so it gets further in those before the failing one and never enters those after it. Inside Parallel and Map
states, recorded calls may then be left over, one without result and failure (it never ended) gives null, and the states
entered are not compared. Everything else is.
"""

import argparse
import sys
from pathlib import Path

import aws_numbers
import self_test
from folder import check_examples, run_folder


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs native runs again in sfnx.testing.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("target/interop"))
    parser.add_argument("--examples", type=Path)
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    # A deep expression takes many frames of jsonata-python.
    sys.setrecursionlimit(20_000)
    aws_numbers.install()
    if arguments.self_test:
        return self_test.run_all()
    code = run_folder(arguments.folder)
    if code == 0 and arguments.examples is not None:
        code = check_examples(arguments.examples, arguments.folder)
    return code


if __name__ == "__main__":
    sys.exit(main())
