"""Makes the JSONata that sfnx.testing runs on calculate as Step Functions was measured to.

jsonata-python raises Python's own errors where Step Functions has a number: `1 / 0` and what leaves the range of a
double are numbers there that arithmetic refuses and that leave the state as the texts "Infinity", "-Infinity" and
"NaN". It also cuts the remainder of a division to an integer. Without this, a definition that divides without looking
at the divisor would seem to fail, where in Step Functions it goes on with a text.

It reaches into both packages, whose versions requirements.txt pins; the self-test of run_cases.py shows that it holds.
"""

import math
from collections.abc import Callable

import jsonata
import sfnx.testing


def install() -> None:
    jsonata.Jsonata.evaluate_numeric_expression = numeric_expression
    replace_function("floor", floor)
    replace_function("sum", total)
    sfnx.testing.evaluate = evaluate


def divided(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def remainder(left: float, right: float) -> float:
    if right == 0:
        raise jsonata.JException("D1001", -1, math.nan)
    return math.fmod(left, right)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": divided,
    "%": remainder,
}

original_numeric_expression = jsonata.Jsonata.evaluate_numeric_expression
original_evaluate = sfnx.testing.evaluate


def numeric_expression(self: jsonata.Jsonata, left: object, right: object, operator: str) -> object:
    if not (is_finite(left) and is_finite(right)):
        return original_numeric_expression(self, left, right, operator)
    return number(ARITHMETIC[operator](float(left), float(right)))


def is_finite(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def number(value: float) -> float:
    return jsonata.Utils.convert_number(value) if math.isfinite(value) else value


def floor(value: float | None) -> float | None:
    return value if value is None or not math.isfinite(value) else math.floor(value)


def total(values: list[float] | None) -> float | None:
    """$sum, adding one after another: Python's own sum compensates for rounding from version 3.12 on."""
    if values is None:
        return None
    result = 0.0
    for value in values:
        result += value
    return number(result)


def replace_function(name: str, function: Callable[..., object]) -> None:
    """Puts a function in the place of a built-in one, whose signature still checks the arguments."""
    built_in = jsonata.Jsonata.static_frame.lookup(name)
    built_in.call = lambda _context, arguments: function(*arguments)


def evaluate(code: str, variables: object, states: object) -> object:
    return as_left(original_evaluate(code, variables, states))


def as_left(value: object) -> object:
    """A value as it leaves its state."""
    if isinstance(value, dict):
        return {key: as_left(member) for key, member in value.items()}
    if isinstance(value, list):
        return [as_left(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
