"""A native run, and how one of the same workflow in sfnx.testing differs from it. What a case holds and what counts as
equal is described in run_cases.py."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sfnx.testing import Call, Execution, Failure, run

LAMBDA = "arn:aws:states:::lambda:invoke"
CALLBACK = LAMBDA + ".waitForTaskToken"
EXECUTION = "arn:aws:states:::states:startExecution.sync:2"
TOKEN = "token"
QUERY_ERROR = "States.QueryEvaluationError"
MISSING = object()


class Mismatch(Exception):
    """What cannot go on: the message says how the run differs from the recorded one."""


@dataclasses.dataclass(frozen=True)
class RecordedCall:
    state: str
    task: str
    arguments: object
    callback: bool = False
    result: object = MISSING
    failure: dict[str, Any] | None = None

    @property
    def function_name(self) -> str:
        words = self.task.split("_")
        return "${" + "".join(word[:1].upper() + word[1:] for word in words) + "FunctionArn}"

    def answers(self, call: Call) -> bool:
        return self.state == call.state and any(same(self.arguments, payload) for payload in payloads(call))

    def answer(self, resource: str) -> object:
        if self.failure is not None:
            raise Failure(self.failure["Error"], self.failure.get("Cause") or "")
        result = None if self.result is MISSING else self.result
        return {"Payload": result, "StatusCode": 200} if resource == LAMBDA else result


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    definition: dict[str, Any]
    input: object
    calls: tuple[RecordedCall, ...]
    states: tuple[str, ...]
    ordered: bool
    expected: dict[str, Any]
    cancelled_siblings: bool = False
    drawn: tuple[dict[str, Any], ...] = ()
    children: dict[str, Any] = dataclasses.field(default_factory=dict)

    @staticmethod
    def read(document: dict[str, Any]) -> "Case":
        """Refuses unknown and missing fields with a TypeError: a misspelt one must not go unnoticed."""
        calls = tuple(RecordedCall(**call) for call in document["calls"])
        drawn = tuple(document.get("drawn", ()))
        case = Case(**{**document, "calls": calls, "states": tuple(document["states"]), "drawn": drawn})
        if set(case.expected) not in ({"output"}, {"error"}, {"error", "cause"}):
            raise TypeError(f"`expected` has {sorted(case.expected)}, not `output` or `error` and `cause`")
        for call in calls:
            if call.failure is not None and set(call.failure) not in ({"Error"}, {"Error", "Cause"}):
                raise TypeError(f"the failure of {call.state} has {sorted(call.failure)}, not `Error` and `Cause`")
            ended = (call.result is not MISSING) + (call.failure is not None)
            if ended != 1 and not (ended == 0 and case.cancelled_siblings):
                raise TypeError(f"the call of {call.state} has not exactly one of `result` and `failure`")
        return case


# Equality


def same(native: object, foreign: object) -> bool:
    return next(differences(native, foreign), None) is None


def differences(native: object, foreign: object, place: str = "$") -> Iterator[str]:
    """Where two values differ, one line each. Numbers compare by value, a boolean is none; a missing field is null."""
    if isinstance(native, dict) and isinstance(foreign, dict):
        for key in [*native, *(key for key in foreign if key not in native)]:
            yield from differences(native.get(key), foreign.get(key), f"{place}.{key}")
    elif isinstance(native, list) and isinstance(foreign, list) and len(native) == len(foreign):
        for index, (one, other) in enumerate(zip(native, foreign)):
            yield from differences(one, other, f"{place}[{index}]")
    elif isinstance(native, bool) != isinstance(foreign, bool) or native != foreign:
        yield f"at {place}: native {text(native)}, sfnx {text(foreign)}"


def cause_value(cause: str | None) -> tuple[bool, object]:
    """Whether a cause is JSON, and its value."""
    try:
        return True, json.loads(cause or "")
    except ValueError:
        return False, cause or ""


def cause_differences(native: str | None, foreign: str | None) -> Iterator[str]:
    (native_is_json, one), (foreign_is_json, other) = cause_value(native), cause_value(foreign)
    if native_is_json and foreign_is_json:
        yield from (f"cause {line}" for line in differences(one, other))
    elif (native or "") != (foreign or ""):
        yield f"cause: native {text(native)}, sfnx {text(foreign)}"


def text(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= 400 else written[:400] + " .."


# A run


def waits(call: Call) -> bool:
    return call.resource.endswith(".waitForTaskToken")


def payloads(call: Call) -> list[object]:
    """What a Task sent: of a function the payload, of a service all arguments; that of a callback without its token,
    which any field that looks like it may be."""
    payload = call.arguments
    if call.resource in {LAMBDA, CALLBACK}:
        if not isinstance(payload, dict) or set(payload) != {"FunctionName", "Payload"}:
            raise Mismatch(f"{call.state} has the Arguments {text(payload)}, not a FunctionName and a Payload")
        payload = payload["Payload"]
    if not waits(call):
        return [payload]
    without = list(without_token(payload))
    if not without:
        raise Mismatch(f"{call.state} waits for a token that its Payload does not have: {text(payload)}")
    return without


def without_token(payload: object) -> Iterator[object]:
    """A payload without one of the fields that have the token's text, for each of them; of a service they may stand
    deeper."""
    for name, value in payload.items() if isinstance(payload, dict) else ():
        if value == TOKEN:
            yield {other: kept for other, kept in payload.items() if other != name}
        for inner in without_token(value):
            yield {**payload, name: inner}


class Draws:
    """Gives what the native run drew, each function's values in order."""

    def __init__(self, drawn: Iterable[dict[str, Any]]) -> None:
        self.values: dict[str, list[object]] = {"now": [], "uuid": [], "random": []}
        for value in drawn:
            self.values[value["function"]].append(value["value"])

    def functions(self) -> dict[str, Any]:
        return {name: self.function(name) for name in self.values}

    def function(self, name: str) -> Any:
        def draw() -> object:
            if not self.values[name]:
                raise Mismatch(f"sfnx draws ${name}() more often than the native run")
            value = self.values[name].pop(0)
            return as_now(value) if name == "now" else value

        return draw

    def problems(self) -> Iterator[str]:
        for name, values in self.values.items():
            if values:
                yield f"sfnx draws ${name}() less often than the native run: {text(values)} are left"


def as_now(moment: object) -> str:
    """A moment as $now() gives it: with three digits after the second."""
    seconds, _, fraction = str(moment).removesuffix("Z").partition(".")
    return f"{seconds}.{fraction:0<3}Z"


def state_machine(workflow: str) -> str:
    return "${" + "".join(word[:1].upper() + word[1:] for word in workflow.split("_")) + "StateMachineArn}"


def with_executions(entered: Iterable[str], executions: Iterable[tuple[str, list[str]]]) -> list[str]:
    """The states entered, each that started an execution followed by the states of that."""
    left, states = list(executions), []
    for state in entered:
        states.append(state)
        if left and left[0][0] == state:
            states += left.pop(0)[1]
    return states


class Replay:
    """Answers the calls of a run with the recorded ones."""

    def __init__(self, case: Case) -> None:
        self.unused = list(enumerate(case.calls))
        self.used: list[tuple[int, RecordedCall]] = []
        self.draws = Draws(case.drawn)
        self.children = {state_machine(name): child for name, child in case.children.items()}
        self.executions: list[tuple[str, list[str]]] = []

    def run(self, definition: dict[str, Any], execution_input: object) -> Execution:
        return run(definition, execution_input, self, functions=self.draws.functions())

    def start(self, call: Call) -> object:
        """Runs the child that a Task starts, and answers as states:startExecution.sync:2 does."""
        arguments = call.arguments
        if not isinstance(arguments, dict) or set(arguments) != {"StateMachineArn", "Input"}:
            raise Mismatch(f"{call.state} has the Arguments {text(arguments)}, not a StateMachineArn and an Input")
        arn = arguments["StateMachineArn"]
        if arn not in self.children:
            raise Mismatch(f"{call.state} starts {arn}, and the case has {', '.join(self.children) or 'no children'}")
        before = len(self.executions)
        execution = self.run(self.children[arn], arguments["Input"])
        states = with_executions(execution.states, self.executions[before:])
        self.executions[before:] = [(call.state, states)]
        described = {"ExecutionArn": "arn", "Input": json.dumps(arguments["Input"]), "Name": "child"}
        if execution.error is None:
            return {**described, "Output": execution.output, "Status": "SUCCEEDED"}
        failed = {"Error": execution.error, "Cause": execution.cause} if execution.cause else {"Error": execution.error}
        raise Failure("States.TaskFailed", json.dumps({**described, **failed, "Status": "FAILED"}))

    def __call__(self, call: Call) -> object:
        if call.resource == EXECUTION:
            return self.start(call)
        found = next((entry for entry in self.unused if entry[1].answers(call)), None)
        if found is None:
            raise Mismatch(self.unexpected(call))
        self.unused.remove(found)
        self.used.append(found)
        recorded = found[1]
        if recorded.callback != waits(call):
            raise Mismatch(f"only one side of {call.state} waits for a token: it calls {call.resource}")
        if call.resource in {LAMBDA, CALLBACK}:
            function = call.arguments["FunctionName"]
            if function != recorded.function_name:
                raise Mismatch(f"{call.state} calls the function {function}, natively {recorded.function_name}")
        return recorded.answer(call.resource)

    def unexpected(self, call: Call) -> str:
        sent = " or ".join(text(payload) for payload in payloads(call))
        of_state = [recorded for _, recorded in self.unused if recorded.state == call.state]
        if not of_state:
            rest = ", ".join(f"{recorded.state} {text(recorded.arguments)}" for _, recorded in self.unused) or "none"
            return f"unexpected call: sfnx calls {call.state} with {sent}; recorded calls not yet made: {rest}"
        expected = " or ".join(text(recorded.arguments) for recorded in of_state)
        where = "; ".join(differences(of_state[0].arguments, payloads(call)[0]))
        return f"unexpected call: {call.state} gets {sent}, natively {expected} ({where})"


def problems(case: Case) -> list[str]:
    """How a run in sfnx.testing differs from the native one."""
    replay = Replay(case)
    try:
        execution = replay.run(case.definition, case.input)
    except Mismatch as mismatch:
        return [str(mismatch)]
    except ArithmeticError:
        # Python's, out of a built-in function such as $power(0, -1). Which states were entered until then is lost.
        return [*ending_problems(case.expected, QUERY_ERROR, None, None), *call_problems(case, replay)]
    except Exception as error:
        return [f"sfnx.testing does not run it: {type(error).__name__}: {error}"]
    output = None if execution.error is not None else execution.output
    return [
        *ending_problems(case.expected, execution.error, execution.cause, output),
        *call_problems(case, replay),
        *replay.draws.problems(),
        *state_problems(case, with_executions(execution.states, replay.executions)),
    ]


def ending_problems(expected: dict[str, Any], error: str | None, cause: str | None, output: object) -> Iterator[str]:
    native_error = expected.get("error")
    if native_error != error:
        native = ending(native_error, expected.get("cause"), expected.get("output"))
        yield f"ending: native {native}, sfnx {ending(error, cause, output)}"
    elif error is None:
        yield from (f"output {line}" for line in differences(expected["output"], output))
    elif error != QUERY_ERROR:
        yield from cause_differences(expected.get("cause"), cause)


def ending(error: str | None, cause: str | None, output: object) -> str:
    return f"output {text(output)}" if error is None else f"{error} {text(cause)}"


def call_problems(case: Case, replay: Replay) -> Iterator[str]:
    inner = states_beside_others(case) if case.cancelled_siblings else set()
    for _, recorded in replay.unused:
        if recorded.state not in inner:
            yield f"missing call: natively {recorded.state} gets {text(recorded.arguments)}"
    order = [position for position, _ in replay.used]
    if case.ordered and order != sorted(order):
        native = [recorded.state for _, recorded in sorted(replay.used, key=lambda entry: entry[0])]
        foreign = [recorded.state for _, recorded in replay.used]
        yield f"order of calls: native {text(native)}, sfnx {text(foreign)} (recorded positions {order})"


def state_problems(case: Case, entered: Iterable[str]) -> Iterator[str]:
    native, foreign = list(case.states), list(entered)
    if case.cancelled_siblings:
        inner = states_beside_others(case)
        native, foreign = ([state for state in states if state not in inner] for states in (native, foreign))
    if case.ordered:
        if native != foreign:
            yield f"states: {sequence_difference(native, foreign)}"
        return
    counted, others = Counter(native), Counter(foreign)
    for kind, missing in (("only natively", counted - others), ("only in sfnx", others - counted)):
        if missing:
            yield f"states entered {kind}: " + ", ".join(f"{state} x {times}" for state, times in missing.items())


def sequence_difference(native: list[str], foreign: list[str]) -> str:
    unequal = (index for index, (one, other) in enumerate(zip(native, foreign)) if one != other)
    first = next(unequal, min(len(native), len(foreign)))
    return f"native {text(native)}, sfnx {text(foreign)}, different from index {first} on"


def states_beside_others(case: Case) -> set[str]:
    """The states inside Parallel and Map states, and those of executions, which may be started there."""
    children = (state for child in case.children.values() for state in inner_states(child, True))
    return {*inner_states(case.definition), *children}


def inner_states(machine: dict[str, Any], inside: bool = False) -> Iterator[str]:
    """The states inside Parallel and Map states."""
    for name, state in machine["States"].items():
        if inside:
            yield name
        for nested in [*state.get("Branches", []), state.get("ItemProcessor")]:
            if nested is not None:
                yield from inner_states(nested, True)
