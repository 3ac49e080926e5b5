"""Invokes the examples' tasks through cargo-lambda, and runs the examples' definitions against them.

    python lambda_watch.py target/debug

`cargo lambda watch` (PyPI's cargo-lambda, beside this Python) starts each function with `cargo run` when it is first
invoked. A function is a binary of its own there, so a package is written that has one for each task, and each becomes
the example's executable. The definitions are those that `export` writes; the server runs them, and what comes out must
be what `run` gives. Nothing but these processes is reached, and the package has no dependencies.
"""

import argparse
import contextlib
import http.client
import http.server
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from aws_clients import ROLE, boto3_client, equal, running, until

# How long an execution may take, in seconds: the first invocation of a function builds its binary.
PATIENCE = 120
MAIN = """
use std::os::unix::process::CommandExt;
fn main() {
    let program = std::env::var_os("FUNCTION_PROGRAM").expect("the program");
    panic!("{}", std::process::Command::new(program).exec());
}
"""
ORDER = {
    "id": "B-1",
    "customer": "Bob Hill",
    "card": "4000-0001",
    "items": [{"sku": "lamp", "quantity": 2}, {"sku": "chair", "quantity": 1}],
    "express": True,
    "shipAt": "2025-01-02T08:00:00Z",
}
ORDERS = [
    ORDER,
    {**ORDER, "items": []},
    {**ORDER, "items": [{"sku": "boat", "quantity": 1}]},
    {**ORDER, "card": "4000-0002"},
    {**ORDER, "card": "none"},
]
HEADER = "order_id,sold_on,customer,country,product,quantity,unit_price\n"
SALES = ["1,2025-03-01,Ann,DE,Lamp,1,1\n2,2025-03-01,,DE,Lamp,1,1\n", "1,yesterday,Ann,DE,Lamp,1,1\n"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the examples on Lambda functions of cargo-lambda.")
    parser.add_argument("executables", type=Path, help="where the executables are")
    executables = parser.parse_args().executables.resolve()
    checks = 0
    with tempfile.TemporaryDirectory() as folder:
        checks += of_example(executables, "order-processing", ORDERS, Path(folder))
        checks += of_example(executables, "csv-processing", list(jobs(Path(folder))), Path(folder))
        # It shall still be tried again, which takes the definition's 2 + 4 seconds each time.
        (Path(folder) / "no-folder").write_text("")
        broken = {"source": f"{folder}/0.csv", "folder": f"{folder}/no-folder"}
        checks += of_example(executables, "csv-processing", [broken], Path(folder))
    print(f"{checks} executions on Lambda functions end as native ones")
    return 0


def jobs(folder: Path) -> Iterator[dict]:
    for number, sales in enumerate(SALES):
        source = folder / f"{number}.csv"
        source.write_text(HEADER + sales)
        yield {"source": str(source), "folder": str(folder / f"out-{number}")}


def of_example(executables: Path, name: str, inputs: list[dict], folder: Path) -> int:
    """Runs an example natively and on functions, and compares how it ends."""
    program = executables / name
    definition = output_of([program, "export"])
    functions = sorted(set(re.findall(r"\$\{(\w+)FunctionArn\}", definition)))
    tasks = [re.sub(r"(?<!^)(?=[A-Z])", "_", function).lower() for function in functions]
    for function, task in zip(functions, tasks):
        arn = f"arn:aws:lambda:us-east-1:123456789012:function:{task}"
        definition = definition.replace(f"${{{function}FunctionArn}}", arn)
    with watching(program, tasks, folder / f"{name}-functions") as endpoint:
        os.environ["LAMBDA_ENDPOINT"] = endpoint
        with running(executables / "workflow-server") as server:
            client = boto3_client(server)
            arn = client.create_state_machine(name=name, definition=definition, roleArn=ROLE)["stateMachineArn"]
            for given in inputs:
                equal(on_functions(client, arn, given), natively(program, given, folder))
    return len(inputs)


def natively(program: Path, given: dict, folder: Path) -> object:
    """The output of a run, or the error that its last line tells."""
    file = folder / "input.json"
    file.write_text(json.dumps(given))
    run = subprocess.run([program, "run", "--input", file], cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return json.loads(run.stdout)
    lines = [line for line in run.stderr.splitlines() if line.startswith("error: ")]
    # After the cause stands where the state is in the source.
    told = re.sub(r" at \S+\.rs:\d+$", "", lines[-1].removeprefix("error: "))
    name, _, cause = told.partition(": ")
    return {"error": name, "cause": cause}


def on_functions(client, arn: str, given: dict) -> object:
    execution = client.start_execution(stateMachineArn=arn, input=json.dumps(given))["executionArn"]
    ended: dict = {}

    def has_ended() -> bool:
        ended.update(client.describe_execution(executionArn=execution))
        return ended["status"] != "RUNNING"

    end = time.monotonic() + PATIENCE
    while not has_ended() and time.monotonic() < end:
        time.sleep(0.05)
    if ended["status"] == "SUCCEEDED":
        return json.loads(ended["output"])
    return {"error": ended.get("error"), "cause": own_cause(ended.get("cause", ""))}


def own_cause(cause: str) -> str:
    """The cause of the error itself, where a function's response is around it."""
    try:
        return json.loads(cause)["errorMessage"]
    except (ValueError, TypeError, KeyError):
        return cause


@contextlib.contextmanager
def watching(program: Path, tasks: list[str], package: Path) -> Iterator[str]:
    """Where `cargo lambda watch` answers to `Invoke` meanwhile, with a function for each task of a program."""
    (package / "src").mkdir(parents=True, exist_ok=True)
    (package / "src/main.rs").write_text(MAIN)
    binaries = "".join(f'[[bin]]\nname = "{task}"\npath = "src/main.rs"\n' for task in tasks)
    manifest = '[workspace]\n[package]\nname = "functions"\nversion = "0.0.0"\nedition = "2021"\n' + binaries
    (package / "Cargo.toml").write_text(manifest)
    port = free_port()
    command = [Path(sys.executable).parent / "cargo-lambda", "lambda", "watch", "--ignore-changes"]
    command += ["--invoke-address", "127.0.0.1", "--invoke-port", str(port)]
    environment = {**os.environ, "FUNCTION_PROGRAM": str(program), "CARGO_TARGET_DIR": str(package / "target")}
    # Nothing in here says which account it could be.
    environment |= {"CARGO_NET_OFFLINE": "true", "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    with (package / "log").open("w") as log:
        watch = subprocess.Popen(command, cwd=package, env=environment, stdout=log, stderr=subprocess.STDOUT)
        invoke = http.server.ThreadingHTTPServer(("127.0.0.1", 0), invoke_of(port))
        threading.Thread(target=invoke.serve_forever, daemon=True).start()
        try:
            until(lambda: is_open(port), "cargo lambda watch listens")
            yield f"http://127.0.0.1:{invoke.server_port}"
        except BaseException:
            print((package / "log").read_text(), file=sys.stderr)
            raise
        finally:
            invoke.shutdown()
            watch.terminate()
            watch.wait(PATIENCE)


def invoke_of(port: int) -> type[http.server.BaseHTTPRequestHandler]:
    """`Invoke` as Lambda answers it. Where a function has failed, cargo-lambda answers with status 500 and no
    `X-Amz-Function-Error`, which Lambda does not."""

    class Invoke(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            event = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("POST", self.path, event, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
            has_failed = answer.status == 500 and b'"errorType"' in body
            self.send_response(200 if has_failed else answer.status)
            if has_failed:
                self.send_header("X-Amz-Function-Error", "Unhandled")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Invoke


def output_of(command: list) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
