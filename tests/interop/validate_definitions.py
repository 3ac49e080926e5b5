"""Has exported definitions accepted by two validators that this project did not write: npm's asl-validator and PyPI's
cfn-lint, the latter with each definition in a minimal CloudFormation template.

    python validate_definitions.py NODE_FOLDER [--examples examples] [--cases target/interop]

NODE_FOLDER holds asl_validator.mjs and, installed, the packages of package-lock.json. Checked are the examples' golden
definitions as they are, and those of the recorded native runs without what Step Functions takes and a validator is
known to refuse; before them, to see that both validators do refuse, some broken ones.
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

# Fields that may be an expression in Step Functions, which the schema of cfn-lint 1.58.0 does not know.
NUMBERS_FOR_CFN_LINT = {"TimeoutSeconds", "HeartbeatSeconds", "MaxConcurrency"}
# Fields that may be any JSON in Step Functions; for asl-validator 4.0.0 or cfn-lint an object or an expression.
OBJECTS_FOR_BOTH = {"Output", "ItemSelector"}


def simplified(value: Any, key: str = "") -> Any:
    """A definition with what Step Functions takes and a validator is known to refuse written in a way that both take,
    so that they check the rest. The examples have to do without."""
    is_expression = isinstance(value, str) and value.startswith("{%") and value.endswith("%}")
    if key in NUMBERS_FOR_CFN_LINT and is_expression:
        return 1
    if key in OBJECTS_FOR_BOTH and not isinstance(value, dict):
        return {"any": simplified(value)}
    if isinstance(value, dict):
        return {name: simplified(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [{"list": simplified(item)} if isinstance(item, list) else simplified(item) for item in value]
    if isinstance(value, str):
        return value.replace("\n", " ") or "empty"
    return value


def asl_validator(node: Path, named: dict[str, Definition]) -> Errors:
    command = ["node", "asl_validator.mjs"]
    found = subprocess.run(command, cwd=node, input=json.dumps(named), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(found.stdout)


def template(definition: Definition) -> dict[str, Any]:
    # Pseudo parameters are substitutions like any other there, as in the templates that `export` writes.
    written = re.sub(r"\$\{AWS::(\w+)\}", r"${AWS\1}", json.dumps(definition))
    definition, names = json.loads(written), sorted(set(SUBSTITUTION.findall(written)))
    function = "arn:aws:lambda:us-east-1:123456789012:function:"
    properties: dict[str, Any] = {"RoleArn": "arn:aws:iam::123456789012:role/workflow", "Definition": definition}
    if names:
        properties["DefinitionSubstitutions"] = {name: function + name for name in names}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"StateMachine": machine}}


def cfn_lint(_node: Path, named: dict[str, Definition]) -> Errors:
    """Warnings count as errors."""
    errors: Errors = {name: [] for name in named}
    with tempfile.TemporaryDirectory() as folder:
        files = {str(Path(folder) / f"{index}.json"): name for index, name in enumerate(named)}
        for file, name in files.items():
            Path(file).write_text(json.dumps(template(named[name]), indent=1, ensure_ascii=False), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("cfn-lint")), "--format", "json", "--", *files]
        ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    for finding in json.loads(ran.stdout):
        name = files[finding["Filename"]]
        place = "/".join(str(step) for step in (finding["Location"].get("Path") or [])[4:])
        errors[name].append(f"{finding['Rule']['Id']}: {finding['Message']} at {place}")
    return errors


ASL, CFN = "asl-validator", "cfn-lint"
VALIDATORS: dict[str, Callable[[Path, dict[str, Definition]], Errors]] = {ASL: asl_validator, CFN: cfn_lint}


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


Change = Callable[[Definition], object]

# What is broken, and who has to see it.
BROKEN: dict[str, tuple[set[str], Change]] = {
    "a transition to nowhere": ({ASL}, lambda states: states["Big"].update(Default="Nowhere")),
    "a state that nothing leads to": ({ASL}, lambda states: states.update(Lost={"Type": "Succeed"})),
    "two states of one name": ({ASL}, lambda states: processor(states).update(Done={"Type": "Succeed"})),
    "an expression that does not parse": ({ASL}, lambda states: states["Later"].update(Timestamp="{% (1 %}")),
    "an Output that does not parse": ({ASL}, lambda states: states["Done"].update(Output=["{% (1 %}"])),
    "a field of JSONPath": ({ASL, CFN}, lambda states: states["Later"].update(ResultPath="$.x")),
    "no resource": ({ASL, CFN}, lambda states: states["Charge"].pop("Resource")),
    "an unknown field, far inside": ({ASL, CFN}, lambda states: processor(states)["Reserve"].update(Retries=[])),
    "neither Next nor End": ({ASL, CFN}, lambda states: states["Later"].pop("Next")),
    "a name of 81 characters": ({ASL, CFN}, lambda states: states.update({"S" * 81: states.pop("Done")})),
    "a timeout of nothing": ({ASL, CFN}, lambda states: states["Charge"].update(TimeoutSeconds=0)),
}

# What Step Functions takes, and who refuses it unless it is simplified.
REFUSED: dict[str, tuple[set[str], Change]] = {
    "a timeout by expression": ({CFN}, lambda states: states["Charge"].update(TimeoutSeconds="{% 30 %}")),
    "an Output that is a text": ({ASL}, lambda states: states["Charge"].update(Output="done")),
    "an Output that is a list": ({ASL, CFN}, lambda states: states["Charge"].update(Output=["{% 1 %}", ""])),
    "an empty text": ({ASL}, lambda states: states["Charge"]["Arguments"].update(Payload="")),
    "an expression of two lines": ({ASL}, lambda states: states["Done"].update(Output="{% 1 +\n2 %}")),
    "a list of lists": ({ASL}, lambda states: states["Done"].update(Output={"lists": [["{% 1 %}"]]})),
}


def self_test(node: Path) -> list[str]:
    def made(changes: dict[str, tuple[set[str], Change]]) -> dict[str, Definition]:
        named = {what: copy.deepcopy(sound()) for what in changes}
        for what, (_, change) in changes.items():
            change(named[what]["States"])
        return named

    alone = {"QueryLanguage": "JSONata", "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
    broken, refused = made(BROKEN), made(REFUSED)
    good = {"a sound definition": sound(), "a definition without tasks": alone}
    wrong = []
    for tool, validate in VALIDATORS.items():
        strictly = validate(node, broken | refused | good)
        leniently = validate(node, {name: simplified(named) for name, named in (broken | refused | good).items()})
        for what in strictly:
            tools = (BROKEN | REFUSED).get(what, (set(), None))[0]
            if bool(strictly[what]) != (tool in tools):
                wrong.append(f"{tool} does not judge {what} as it should: {strictly[what]}")
            if bool(leniently[what]) != (tool in tools and what in BROKEN):
                wrong.append(f"{tool} does not judge {what}, simplified, as it should: {leniently[what]}")
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
    print(f"self-test: both validators accept sound definitions, and {len(BROKEN)} broken ones are refused")
    golden, of_cases = definitions.golden(arguments.examples), definitions.of_cases(arguments.cases)
    for found, folder in ((golden, arguments.examples), (of_cases, arguments.cases)):
        if not found:
            print(f"no definition in {folder}")
            return 1
    exact = {str(file) for file in golden}
    named = distinct(golden | of_cases)
    named = {name: definition if name in exact else simplified(definition) for name, definition in named.items()}
    refused = set()
    for tool, validate in VALIDATORS.items():
        for name, errors in validate(arguments.node, named).items():
            for error in errors:
                print(f"REFUSED {name}: {tool}: {error}")
                refused.add(name)
    print(f"{len(named) - len(refused)} definitions are accepted by asl-validator and cfn-lint, {len(refused)} refused")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
