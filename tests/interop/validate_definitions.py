"""Has exported definitions accepted by two validators that this project did not write: npm's asl-validator and PyPI's
cfn-lint, the latter with each definition in a minimal CloudFormation template.

    python validate_definitions.py NODE_FOLDER [--examples examples] [--cases target/interop]

NODE_FOLDER holds asl_validator.mjs and, installed, the packages of package-lock.json. Checked are the examples' golden
definitions and those of the recorded native runs; before them, to see that both validators do refuse, some broken ones.
"""

import argparse
import copy
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import definitions

Definition = dict[str, Any]
Errors = dict[str, list[str]]

SUBSTITUTION = re.compile(r"\$\{([A-Za-z0-9]+)\}")

# Fields that may be an expression in Step Functions, which the schema of cfn-lint 1.58.0 does not know. The examples do
# without; elsewhere its complaint about them is set aside.
EXPRESSIONS_UNKNOWN_TO_CFN_LINT = {"TimeoutSeconds", "HeartbeatSeconds", "MaxConcurrency", "ItemSelector"}


def asl_validator(node: Path, named: dict[str, Definition]) -> Errors:
    command = ["node", "asl_validator.mjs"]
    found = subprocess.run(command, cwd=node, input=json.dumps(named), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(found.stdout)


def template(definition: Definition) -> dict[str, Any]:
    names = sorted(set(SUBSTITUTION.findall(json.dumps(definition))))
    function = "arn:aws:lambda:us-east-1:123456789012:function:"
    properties = {
        "RoleArn": "arn:aws:iam::123456789012:role/workflow",
        "Definition": definition,
        "DefinitionSubstitutions": {name: function + name for name in names},
    }
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"StateMachine": machine}}


def cfn_lint(named: dict[str, Definition], lenient: set[str]) -> Errors:
    """Warnings count as errors. Of the definitions in `lenient`, what cfn-lint is known to be wrong about does not."""
    errors: Errors = {name: [] for name in named}
    with tempfile.TemporaryDirectory() as folder:
        files = {str(Path(folder) / f"{index}.json"): name for index, name in enumerate(named)}
        for file, name in files.items():
            Path(file).write_text(json.dumps(template(named[name]), indent=1), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("cfn-lint")), "--format", "json", "--", *files]
        ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    for finding in json.loads(ran.stdout):
        name = files[finding["Filename"]]
        place = [str(step) for step in finding["Location"].get("Path") or []]
        message = f"{finding['Rule']['Id']}: {finding['Message']} at {'/'.join(place[3:])}"
        if not (name in lenient and is_unknown_expression(place, finding["Message"])):
            errors[name].append(message)
    return errors


def is_unknown_expression(place: list[str], message: str) -> bool:
    return bool(place) and place[-1] in EXPRESSIONS_UNKNOWN_TO_CFN_LINT and message.startswith("'{% ")


# The validators' own test


def sound() -> Definition:
    def task(**fields: object) -> Definition:
        arguments = {"FunctionName": "${ChargeFunctionArn}", "Payload": "{% $states.input %}"}
        return {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": arguments, **fields}

    each = {"Type": "Map", "Items": "{% $states.input.items %}", "MaxConcurrency": 5, "End": True,
            "ItemProcessor": {"StartAt": "Reserve", "States": {"Reserve": task(End=True)}}}
    hold = task(TimeoutSeconds=30, HeartbeatSeconds=5, End=True)
    branches = [{"StartAt": "Each", "States": {"Each": each}}, {"StartAt": "Hold", "States": {"Hold": hold}}]
    retry = {"ErrorEquals": ["Network"], "IntervalSeconds": 2, "MaxAttempts": 3, "BackoffRate": 1.5,
             "MaxDelaySeconds": 9, "JitterStrategy": "FULL"}
    catch = {"ErrorEquals": ["States.Timeout"], "Assign": {"error": "{% $states.errorOutput %}"}, "Next": "TimedOut"}
    choice = {"Condition": "{% $sum($prices) > 10 %}", "Assign": {"big": True}, "Next": "Later"}
    prices = {"prices": "{% $states.result[0] %}"}
    return {"Comment": "Sound.", "QueryLanguage": "JSONata", "StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "Branches": branches, "Assign": prices, "Next": "Big"},
        "Big": {"Type": "Choice", "Choices": [choice], "Default": "Charge"},
        "Later": {"Type": "Wait", "Timestamp": "{% $states.context.Execution.StartTime %}", "Next": "Charge"},
        "Charge": task(Retry=[retry], Catch=[catch], Output={"payment": "{% $states.result.Payload %}"}, Next="Done"),
        "Done": {"Type": "Succeed"},
        "TimedOut": {"Type": "Fail", "Error": "{% $error.Error %}", "Cause": "{% $error.Cause %}"},
    }}


def processor(states: Definition) -> Definition:
    return states["Both"]["Branches"][0]["States"]["Each"]["ItemProcessor"]["States"]


# What is broken, and who has to see it.
ASL, CFN = "asl-validator", "cfn-lint"
BROKEN: dict[str, tuple[set[str], Callable[[Definition], object]]] = {
    "a transition to nowhere": ({ASL}, lambda states: states["Big"].update(Default="Nowhere")),
    "a state that nothing leads to": ({ASL}, lambda states: states.update(Lost={"Type": "Succeed"})),
    "two states of one name": ({ASL}, lambda states: processor(states).update(Done={"Type": "Succeed"})),
    "an expression that does not parse": ({ASL}, lambda states: states["Later"].update(Timestamp="{% (1 %}")),
    "a field of JSONPath": ({ASL, CFN}, lambda states: states["Later"].update(ResultPath="$.x")),
    "no resource": ({ASL, CFN}, lambda states: states["Charge"].pop("Resource")),
    "an unknown field, far inside": ({ASL, CFN}, lambda states: processor(states)["Reserve"].update(Retries=[])),
    "neither Next nor End": ({ASL, CFN}, lambda states: states["Later"].pop("Next")),
    "a name of 81 characters": ({ASL, CFN}, lambda states: states.update({"S" * 81: states.pop("Done")})),
    "a timeout of nothing": ({ASL, CFN}, lambda states: states["Charge"].update(TimeoutSeconds=0)),
    "an expression unknown to cfn-lint": ({CFN}, lambda states: states["Charge"].update(TimeoutSeconds="{% 30 %}")),
}


def self_test(node: Path) -> list[str]:
    named = {"a sound definition": sound()}
    for what, (_, spoil) in BROKEN.items():
        named[what] = copy.deepcopy(sound())
        spoil(named[what]["States"])
    expected = {what: tools for what, (tools, _) in BROKEN.items()}
    lenient = dict(expected, **{"an expression unknown to cfn-lint": set()})
    runs = [
        (ASL, asl_validator(node, named), expected),
        (CFN, cfn_lint(named, set()), expected),
        (CFN, cfn_lint(named, set(named)), lenient),
    ]
    wrong = []
    for tool, errors, who in runs:
        for what in named:
            if bool(errors[what]) != (tool in who.get(what, set())):
                wrong.append(f"{tool} does not judge {what} as it should: {errors[what]}")
    return wrong


# The command


def distinct(found: dict[Path, Definition]) -> dict[str, Definition]:
    """Every definition once, under the name of the first file that has it."""
    named: dict[str, Definition] = {}
    seen: set[str] = set()
    for file, definition in found.items():
        written = json.dumps(definition, sort_keys=True)
        if written not in seen:
            named[str(file)] = definition
        seen.add(written)
    return named


def main() -> int:
    parser = argparse.ArgumentParser(description="Validates exported definitions.")
    parser.add_argument("node", type=Path)
    parser.add_argument("--examples", type=Path, default=Path("examples"))
    parser.add_argument("--cases", type=Path, default=Path("target/interop"))
    arguments = parser.parse_args()
    if wrong := self_test(arguments.node):
        print(*(f"self-test: {line}" for line in wrong), sep="\n")
        return 1
    print(f"self-test: both validators accept a sound definition, and each of {len(BROKEN)} broken ones is refused")
    golden, of_cases = definitions.golden(arguments.examples), definitions.of_cases(arguments.cases)
    for found, folder in ((golden, arguments.examples), (of_cases, arguments.cases)):
        if not found:
            print(f"no definition in {folder}")
            return 1
    named = distinct(golden | of_cases)
    lenient = set(named) - {str(file) for file in golden}
    refused: Errors = {}
    for tool, errors in ((ASL, asl_validator(arguments.node, named)), (CFN, cfn_lint(named, lenient))):
        for name, found in errors.items():
            refused.setdefault(name, []).extend(f"{tool}: {line}" for line in found)
    failed = 0
    for name, lines in refused.items():
        failed += bool(lines)
        for line in lines:
            print(f"REFUSED {name}: {line}")
    print(f"{len(named) - failed} definitions are accepted by asl-validator and cfn-lint, {failed} are refused")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
