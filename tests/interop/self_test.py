"""Shows that the comparison of run_cases.py can fail, and for which reasons: good cases, each spoilt in some ways."""

import contextlib
import copy
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from compare import Case, problems
from folder import check_examples, run_folder

LAMBDA = "arn:aws:states:::lambda:invoke"
Document = dict[str, Any]


def task(function: str, payload: object, **fields: object) -> Document:
    arguments = {"FunctionName": f"${{{function}FunctionArn}}", "Payload": payload}
    return {"Type": "Task", "Resource": LAMBDA, "Arguments": arguments, **fields}


def machine(start: str, states: Document) -> Document:
    return {"QueryLanguage": "JSONata", "StartAt": start, "States": states}


def call(state: str, name: str, arguments: object, **ended: object) -> Document:
    return {"state": state, "task": name, "arguments": arguments, "callback": False, **ended}


def case(definition: Document, given: object, calls: list[Document], states: list[str], **fields: object) -> Document:
    return {"name": "self-test", "definition": definition, "input": given, "calls": calls, "states": states,
            "ordered": True, **fields}


def charged() -> Document:
    """Two calls, the first tried twice; null and missing, 1 and 1.0."""
    definition = machine("Charge", {
        "Charge": task("ChargeCard", {"card": "{% $states.input.card %}", "cents": 7},
                       Retry=[{"ErrorEquals": ["Network"], "MaxAttempts": 2}],
                       Assign={"payment": "{% $states.result.Payload %}"}, Next="Notify"),
        "Notify": task("Notify", "{% $payment %}", Output={"payment": "{% $payment %}", "note": None}, End=True),
    })
    arguments = {"card": "c", "cents": 7.0, "coupon": None}
    calls = [call("Charge", "charge_card", arguments, failure={"Error": "Network", "Cause": None}),
             call("Charge", "charge_card", arguments, result={"id": 1}),
             call("Notify", "notify", {"id": 1}, result=None)]
    return case(definition, {"card": "c"}, calls, ["Charge", "Notify"],
                expected={"output": {"payment": {"id": 1.0, "old": None}}})


def declined() -> Document:
    """An error that ends the execution."""
    definition = machine("Charge", {"Charge": task("Charge", "{% $states.input %}", End=True)})
    calls = [call("Charge", "charge", True, failure={"Error": "Declined", "Cause": '{"reason": "expired", "at": 1}'})]
    cause = '{"at":1.0,"reason":"expired","more":null}'
    return case(definition, True, calls, ["Charge"], expected={"error": "Declined", "cause": cause})


def failed_silently() -> Document:
    """An error without a cause."""
    definition = machine("Stop", {"Stop": {"Type": "Fail", "Error": "Declined"}})
    return case(definition, {}, [], ["Stop"], expected={"error": "Declined", "cause": None})


def approved() -> Document:
    """A callback, whose payload has the token beside a field of the same value."""
    payload = {"token": "{% $states.context.Task.Token %}", "word": "token"}
    approve = task("Approve", payload, Output="{% $states.result %}", End=True)
    definition = machine("Approve", {"Approve": {**approve, "Resource": LAMBDA + ".waitForTaskToken"}})
    calls = [{**call("Approve", "approve", {"word": "token"}, result={"by": "Ada"}), "callback": True}]
    return case(definition, {}, calls, ["Approve"], expected={"output": {"by": "Ada"}})


def messaged() -> Document:
    """A service, one of whose arguments has the token in it."""
    body = {"Order": 7, "Token": "{% $states.context.Task.Token %}"}
    arguments = {"QueueUrl": "q", "MessageBody": body}
    send = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Arguments": {**arguments, "MessageBody": "m"}}
    ask = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Arguments": arguments}
    definition = machine("Send", {
        "Send": {**send, "Assign": {"id": "{% $states.result.MessageId %}"}, "Next": "Ask"},
        "Ask": {**ask, "Output": {"id": "{% $id %}", "by": "{% $states.result.by %}"}, "End": True},
    })
    calls = [call("Send", "send", {"QueueUrl": "q", "MessageBody": "m"}, result={"MessageId": "1"}),
             {**call("Ask", "ask", {"QueueUrl": "q", "MessageBody": {"Order": 7}}, result={"by": "Ada"}), "callback": True}]
    return case(definition, {}, calls, ["Send", "Ask"], expected={"output": {"id": "1", "by": "Ada"}})


def mapped() -> Document:
    """Iterations that ended in another order than they began."""
    double = task("Double", "{% $states.input %}", Output="{% $states.result.Payload %}", End=True)
    definition = machine("Each", {
        "Each": {"Type": "Map", "Items": "{% $states.input %}", "ItemProcessor": {
            "StartAt": "Double", "States": {"Double": double}}, "Next": "Done"},
        "Done": {"Type": "Succeed"},
    })
    calls = [call("Double", "double", number, result=2 * number) for number in (3, 1, 2)]
    states = ["Each", "Double", "Double", "Double", "Done"]
    return case(definition, [1, 2, 3], calls, states, expected={"output": [2, 4, 6]}) | {"ordered": False}


def cancelled() -> Document:
    """The second of three branches fails: the first never ended, and sfnx does not enter the third."""
    def branch(name: str) -> Document:
        return {"StartAt": name, "States": {name: task(name, {}, End=True)}}

    definition = machine("All", {"All": {"Type": "Parallel", "Branches": [branch("A"), branch("B"), branch("C")],
                                         "Catch": [{"ErrorEquals": ["Bad"], "Next": "Recover"}], "End": True},
                                 "Recover": task("Recover", {}, Output=1, End=True)})
    calls = [call("A", "a", {}), call("B", "b", {}, failure={"Error": "Bad", "Cause": "x"}),
             call("C", "c", {}, result=1), call("Recover", "recover", {}, result=1)]
    return case(definition, {}, calls, ["All", "A", "B", "C", "Recover"], expected={"output": 1},
                cancelled_siblings=True) | {"ordered": False}


def computed(expression: str, expected: Document) -> Document:
    definition = machine("Compute", {"Compute": {"Type": "Pass", "Output": f"{{% {expression} %}}", "End": True}})
    return case(definition, {"a": 7, "b": 0}, [], ["Compute"], expected=expected)


def fault(expression: str) -> Document:
    return computed(expression, {"error": "States.QueryEvaluationError", "cause": "natively said in other words"})


A, B = "$states.input.a", "$states.input.b"

GOOD: list[Document] = [
    charged(), declined(), approved(), messaged(), mapped(), cancelled(),
    fault(f"({A} - {A} % {B}) / {B}"), fault(f"{A} / {B} + 1"), fault("$states.input.none"),
    fault("$average([1, 'x'])"), fault("$power(0, -1)"), failed_silently(),
    computed(f"{A} / {B}", {"output": "Infinity"}), computed(f"$floor(-{A} / {B})", {"output": "-Infinity"}),
    computed("7.5 % 2", {"output": 1.5}), computed("$sum([1..10].(0.1))", {"output": 0.9999999999999999}),
]


def spoilt(document: Document, spoil: Callable[[Document], object]) -> Document:
    copied = copy.deepcopy(document)
    spoil(copied)
    return copied


def at(*path: str | int, value: object) -> Callable[[Document], None]:
    def spoil(document: Document) -> None:
        *parents, last = path
        target: Any = document
        for step in parents:
            target = target[step]
        target[last] = value

    return spoil


SNS = "arn:aws:states:::sns:publish"

# What is spoilt, and how the refusal has to begin.
BAD: list[tuple[str, Document, Callable[[Document], object], str]] = [
    ("wrong output", charged(), at("expected", value={"output": {"payment": {"id": 2}}}), "output at $.payment.id"),
    ("output with a field more", charged(), at("expected", "output", "x", value=1), "output at $.x"),
    ("true is not 1", charged(), at("expected", "output", "payment", "id", value=True), "output at $.payment.id"),
    ("an item that is null", mapped(), at("expected", "output", value=[2, 4, 6, None]), "output at $"),
    ("error, not output", charged(), at("expected", value={"error": "Declined", "cause": None}), "ending"),
    ("output, not error", declined(), at("expected", value={"output": 1}), "ending"),
    ("wrong error", declined(), at("expected", "error", value="Network"), "ending"),
    ("wrong cause", declined(), at("expected", "cause", value='{"reason": "expired", "at": 2}'), "cause at $.at"),
    ("no cause", declined(), at("expected", "cause", value=None), "cause"),
    ("wrong payload", charged(), at("calls", 2, "arguments", value={"id": 2}), "unexpected call: Notify"),
    ("wrong argument of a service", messaged(), at("calls", 0, "arguments", "QueueUrl", value="r"),
     "unexpected call: Send gets"),
    ("a service that waits for no token", messaged(), at("calls", 0, "callback", value=True), "only one side of Send"),
    ("wrong payload of a callback", approved(), at("calls", 0, "arguments", value={}), "unexpected call: Approve gets"),
    ("missing call", charged(), lambda case: case["calls"].append(case["calls"][2]), "missing call: natively Notify"),
    ("missing iteration", mapped(), at("input", value=[1, 2]), "output at $"),
    ("missing attempt", charged(), lambda case: case["calls"].insert(1, case["calls"][1]), "missing call"),
    ("extra call", charged(), lambda case: case["calls"].pop(), "unexpected call: sfnx calls Notify"),
    ("extra attempt", charged(), lambda case: case["calls"].pop(1), "unexpected call: sfnx calls Charge"),
    ("wrong state of a call", charged(), at("calls", 2, "state", value="Tell"), "unexpected call: sfnx calls Notify"),
    ("wrong task of a call", charged(), at("calls", 2, "task", value="charge_card"), "Notify calls the function"),
    ("callback, not call", declined(), at("calls", 0, "callback", value=True), "only one side of Charge"),
    ("token not sent", approved(), at("definition", "States", "Approve", "Arguments", "Payload", value={}),
     "Approve waits for a token"),
    ("another service", declined(), at("definition", "States", "Charge", "Resource", value=SNS),
     "unexpected call: Charge gets"),
    ("wrong state entered", charged(), at("states", 1, value="Tell"), "states: native"),
    ("state not entered", charged(), lambda case: case["states"].append("Done"), "states: native"),
    ("state entered too often", mapped(), lambda case: case["states"].pop(1), "states entered only in sfnx: Double"),
    ("state entered too seldom", mapped(), lambda case: case["states"].append("Double"),
     "states entered only natively: Double"),
    ("order of states", charged(), lambda case: case["states"].reverse(), "states: native"),
    ("order of calls", mapped(), at("ordered", value=True), "order of calls"),
    ("cancelled without saying so", cancelled(), lambda case: case.pop("cancelled_siblings"), "not a case"),
    ("missing call beside cancelled ones", cancelled(), lambda case: case["calls"].append(case["calls"][3]),
     "missing call: natively Recover"),
    ("state outside cancelled branches", cancelled(), at("states", 4, value="All"), "states entered"),
    ("an unguarded division", fault(f"{A} / {B}"), lambda case: None, 'ending: native States.QueryEvaluationError'),
    ("a division that is not exact", computed("7 / 2", {"output": 3}), lambda case: None, "output at $"),
    ("a definition that is not valid", charged(), at("definition", "StartAt", value="None"),
     "sfnx.testing does not run it"),
    ("a misspelt field", charged(), at("order", value=True), "not a case"),
    ("a missing field", charged(), lambda case: case.pop("states"), "not a case"),
    ("two endings of a call", charged(), at("calls", 0, "result", value=1), "not a case"),
    ("a failure without a name", declined(), at("calls", 0, "failure", value={"Cause": "x"}), "not a case"),
    ("two endings of a run", charged(), at("expected", "error", value="Declined"), "not a case"),
]


def outcome(document: Document) -> list[str]:
    try:
        case = Case.read(json.loads(json.dumps(document)))
    except (TypeError, KeyError) as error:
        return [f"not a case: {error}"]
    return problems(case)


def run_all() -> int:
    wrong = [f"a good case is refused: {found}" for found in map(outcome, GOOD) if found]
    for what, document, spoil, refusal in BAD:
        found = outcome(spoilt(document, spoil))
        if not any(line.startswith(refusal) for line in found):
            wrong.append(f"{what}: not refused with `{refusal}` but {found}")
    wrong += folder_problems()
    for line in wrong:
        print(f"self-test: {line}")
    print(f"self-test: {len(GOOD)} good cases and {len(BAD)} spoilt ones, {len(wrong)} judged wrongly")
    return 1 if wrong else 0


def folder_problems() -> list[str]:
    """The exit codes of whole folders."""
    good, failing, bad = charged(), declined(), spoilt(charged(), at("states", value=[]))
    alike = spoilt(failing, at("definition", value=good["definition"]))
    runs = {"1.json": good, "2.json": good, "3.json": alike}
    definition = {"example/a.asl.json": good["definition"]}
    judged = [
        ("no case", {}, run_folder, 1),
        ("good cases", {"1.json": good, "2.json": failing}, run_folder, 0),
        ("a bad case", {"1.json": good, "2/3.json": bad}, run_folder, 1),
        ("something else", {"1.json": []}, run_folder, 1),
        ("enough runs", runs | definition, examples_in, 0),
        ("too few runs", {"1.json": good, "2.json": alike} | definition, examples_in, 1),
        ("no failing run", runs | {"3.json": good} | definition, examples_in, 1),
        ("runs of another definition", runs | {"2.json": failing} | definition, examples_in, 1),
        ("no golden definition", runs, examples_in, 1),
    ]
    wrong = []
    for what, files, judge, expected in judged:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            for name, content in files.items():
                file = Path(folder) / name
                file.parent.mkdir(exist_ok=True)
                file.write_text(json.dumps(content), encoding="utf-8")
            code = judge(Path(folder))
        if code != expected:
            wrong.append(f"a folder with {what} gives exit code {code}, not {expected}")
    return wrong


def examples_in(folder: Path) -> int:
    with tempfile.TemporaryDirectory() as elsewhere:
        examples = Path(elsewhere) / "examples"
        examples.mkdir()
        for golden in folder.glob("*/*.asl.json"):
            golden.rename(examples / golden.name)
        return check_examples(examples, folder)
