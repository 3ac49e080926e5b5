"""Drives the server with AWS's own clients, boto3 and the AWS CLI, told nothing but another endpoint.

    python aws_clients.py target/debug/workflow-server

Starts the server on any free port and stops it in the end. The AWS CLI is the one beside this Python.
"""

import argparse
import contextlib
import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::123456789012:role/role"
DOUBLE = {
    "StartAt": "Double",
    "States": {"Double": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.n, $.n)"}, "End": True}},
}
TYPES = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
# How long a step may take, in seconds.
PATIENCE = 30


def main() -> int:
    parser = argparse.ArgumentParser(description="Drives the server with boto3 and the AWS CLI.")
    parser.add_argument("server", type=Path)
    server = parser.parse_args().server
    with running(server) as endpoint:
        checks = [check_boto3, check_boto3_errors, check_boto3_activity, check_cli]
        for check in checks:
            check(endpoint)
            print(f"{check.__name__}: ok")
    return 0


@contextlib.contextmanager
def running(server: Path) -> Iterator[str]:
    """The endpoint of a server that runs meanwhile."""
    command = [server.resolve(), "--in-memory", "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        # The address is on its first line.
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            sys.exit(f"{server} ended with {process.wait()}")
        yield json.loads(line)["of"]
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until(holds, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"not after {PATIENCE} s: {what}")
        time.sleep(0.02)


def equal(actual: object, expected: object) -> None:
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


def boto3_client(endpoint: str) -> BaseClient:
    return boto3.client(
        "stepfunctions",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        # StartSyncExecution would be sent to another host: `sync-` and the endpoint's.
        config=Config(inject_host_prefix=False, retries={"total_max_attempts": 1}),
    )


def check_boto3(endpoint: str) -> None:
    client = boto3_client(endpoint)
    tags = [{"key": "team", "value": "a"}]
    created = client.create_state_machine(name="boto3", definition=json.dumps(DOUBLE), roleArn=ROLE, tags=tags)
    arn = created["stateMachineArn"]
    equal(type(created["creationDate"]), datetime.datetime)
    equal(client.list_tags_for_resource(resourceArn=arn)["tags"], tags)
    execution = client.start_execution(stateMachineArn=arn, name="first", input='{"n": 21}')["executionArn"]
    until(lambda: client.describe_execution(executionArn=execution)["status"] != "RUNNING", "the execution ends")
    described = client.describe_execution(executionArn=execution)
    equal((described["status"], described["output"]), ("SUCCEEDED", '{"sum":42}'))
    pages = client.get_paginator("get_execution_history").paginate(executionArn=execution, maxResults=3)
    equal([event["type"] for page in pages for event in page["events"]], TYPES)
    last = client.get_execution_history(executionArn=execution, reverseOrder=True, maxResults=1)["events"][0]
    equal(last["executionSucceededEventDetails"]["output"], '{"sum":42}')
    client.tag_resource(resourceArn=arn, tags=[{"key": "stage", "value": "b"}])
    client.untag_resource(resourceArn=arn, tagKeys=["team"])
    equal(client.list_tags_for_resource(resourceArn=arn)["tags"], [{"key": "stage", "value": "b"}])
    sync = client.create_state_machine(name="sync", definition=json.dumps(DOUBLE), roleArn=ROLE, type="EXPRESS")
    result = client.start_sync_execution(stateMachineArn=sync["stateMachineArn"], input='{"n": 1}')
    equal((result["status"], result["output"]), ("SUCCEEDED", '{"sum":2}'))
    equal(sorted(one["name"] for one in client.list_state_machines()["stateMachines"]), ["boto3", "sync"])


def check_boto3_errors(endpoint: str) -> None:
    client = boto3_client(endpoint)
    missing = "arn:aws:states:us-east-1:123456789012:stateMachine:missing"
    try:
        client.describe_state_machine(stateMachineArn=missing)
    except client.exceptions.StateMachineDoesNotExist as error:
        equal(error.response["Error"]["Message"], f"State Machine Does Not Exist: '{missing}'")
    else:
        raise AssertionError("a missing state machine was described")
    try:
        client.create_state_machine(name="wrong", definition="{}", roleArn=ROLE)
    except ClientError as error:
        equal(error.response["Error"]["Code"], "InvalidDefinition")
    else:
        raise AssertionError("a wrong definition was accepted")


def check_boto3_activity(endpoint: str) -> None:
    client = boto3_client(endpoint)
    activity = client.create_activity(name="work")["activityArn"]
    definition = {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": activity, "End": True}}}
    created = client.create_state_machine(name="works", definition=json.dumps(definition), roleArn=ROLE)
    execution = client.start_execution(stateMachineArn=created["stateMachineArn"], input="[1]")["executionArn"]
    task = client.get_activity_task(activityArn=activity, workerName="worker")
    equal(task["input"], "[1]")
    client.send_task_failure(taskToken=task["taskToken"], error="No", cause="because")
    until(lambda: client.describe_execution(executionArn=execution)["status"] != "RUNNING", "the execution ends")
    described = client.describe_execution(executionArn=execution)
    equal((described["status"], described["error"], described["cause"]), ("FAILED", "No", "because"))


def check_cli(endpoint: str) -> None:
    def aws(*arguments: str) -> dict:
        environment = os.environ | {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        cli = Path(sys.executable).with_name("aws")
        command = [cli, "--endpoint-url", endpoint, "stepfunctions", *arguments, "--output", "json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode != 0:
            raise AssertionError(f"aws {' '.join(arguments)}: {done.stderr}")
        return json.loads(done.stdout or "{}")

    definition = ("--definition", json.dumps(DOUBLE), "--role-arn", ROLE)
    arn = aws("create-state-machine", "--name", "cli", *definition, "--tags", "key=a,value=b")["stateMachineArn"]
    execution = aws("start-execution", "--state-machine-arn", arn, "--input", '{"n": 2}')["executionArn"]
    about = ("--execution-arn", execution)
    until(lambda: aws("describe-execution", *about)["status"] != "RUNNING", "the execution ends")
    equal(aws("describe-execution", *about)["output"], '{"sum":4}')
    equal([event["type"] for event in aws("get-execution-history", *about)["events"]], TYPES)
    equal(aws("list-tags-for-resource", "--resource-arn", arn)["tags"], [{"key": "a", "value": "b"}])
    sync = aws("create-state-machine", "--name", "cli-sync", *definition, "--type", "EXPRESS")["stateMachineArn"]
    result = aws("start-sync-execution", "--state-machine-arn", sync, "--input", '{"n": 3}')
    equal((result["status"], result["output"]), ("SUCCEEDED", '{"sum":6}'))


if __name__ == "__main__":
    sys.exit(main())
