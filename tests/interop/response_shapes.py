#!/usr/bin/env python3
"""Writes workflow-engine/src/test_state/response_shapes.txt: what the responses of AWS services consist of.

  pip install botocore==1.41.0 && python3 response_shapes.py > ../../workflow-engine/src/test_state/response_shapes.txt

The facts are those of the public service models, which botocore ships (Apache License 2.0).
"""
import re
import sys

import botocore.session

# The service's name in a Resource, in botocore, and the actions that are known (all without a list).
SERVICES = [
    ("dynamodb", "dynamodb", None),
    ("eventbridge", "events", None),
    ("kms", "kms", None),
    ("lambda", "lambda", None),
    ("s3", "s3", None),
    ("secretsmanager", "secretsmanager", None),
    ("sfn", "stepfunctions", None),
    ("sns", "sns", None),
    ("sqs", "sqs", None),
    ("athena", "athena", ["GetQueryExecution", "GetQueryResults", "StartQueryExecution", "StopQueryExecution"]),
    ("batch", "batch", ["SubmitJob"]),
    ("codebuild", "codebuild", ["BatchDeleteBuilds", "StartBuild", "StartBuildBatch", "StopBuild", "StopBuildBatch",
                                "RetryBuildBatch", "DeleteBuildBatch"]),
    ("databrew", "databrew", ["StartJobRun"]),
    ("ecs", "ecs", ["RunTask"]),
    ("emrcontainers", "emr-containers", ["CreateVirtualCluster", "DeleteVirtualCluster", "StartJobRun"]),
    ("emrserverless", "emr-serverless", ["CreateApplication", "StartApplication", "StopApplication",
                                          "DeleteApplication", "StartJobRun", "CancelJobRun"]),
    ("glue", "glue", ["StartJobRun"]),
    ("sagemaker", "sagemaker", ["CreateEndpoint", "CreateEndpointConfig", "CreateHyperParameterTuningJob",
                                 "CreateLabelingJob", "CreateModel", "CreateProcessingJob", "CreateTrainingJob",
                                 "CreateTransformJob", "UpdateEndpoint"]),
]
HEADER = """\
# What responses of AWS services consist of. Facts of the public service models, in a form of our own; the models come
# with botocore 1.41.0 (Apache License 2.0). Written by tests/interop/response_shapes.py; do not edit.
# @service, then "action shape", then one line per shape, counted from 0: its members as name=type, ! being required.
# s text, x base64, n number, b boolean, * anything, [ list of, < map of, e one of; s x n with least..most; else a shape.
"""


def names(member):
    """The member in Pascal case, and as the AWS SDK for Java spells it where that is another."""
    plain = member[:1].upper() + member[1:]
    java = re.sub(r"[A-Z]{2,}(?=[A-Z][a-z]|\d|$)|[A-Z]{2,}(?![a-z])", lambda m: m.group(0).capitalize(), plain)
    return plain if java == plain else f"{plain}/{java}"


class Table:
    def __init__(self):
        self.index, self.lines = {}, []

    def of(self, shape):
        kind, meta = shape.type_name, shape.metadata
        limits = f"{meta.get('min', '')}..{meta.get('max', '')}" if "min" in meta or "max" in meta else ""
        if kind == "structure":
            if shape.metadata.get("document") or shape.is_document_type or getattr(shape, "is_eventstream", False):
                return "*"
            return str(self.structure(shape))
        if kind == "list":
            return "[" + self.of(shape.member)
        if kind == "map":
            return "<" + self.of(shape.value)
        if kind == "string":
            if meta.get("jsonvalue"):
                return "*"
            return "e" + "|".join(shape.enum) if shape.enum else "s" + limits
        return {"timestamp": "s", "blob": "x" + limits, "boolean": "b", "character": "s"}.get(kind, "n" + limits)

    def structure(self, shape):
        if shape.name not in self.index:
            number = self.index[shape.name] = len(self.lines)
            self.lines.append("")
            required = set(shape.required_members)
            self.lines[number] = " ".join(
                f"{'!' if name in required else ''}{names(name)}={self.of(member)}"
                for name, member in sorted(shape.members.items(), key=lambda m: m[0] not in required)
            )
        return self.index[shape.name]


def main():
    session = botocore.session.get_session()
    out = [HEADER]
    for service, name, actions in SERVICES:
        model, table = session.get_service_model(name), Table()
        out.append(f"@{service}\n")
        for action in actions or model.operation_names:
            shape = model.operation_model(action).output_shape
            if shape is not None:
                out.append(f"{action[:1].lower()}{action[1:]} {table.structure(shape)}\n")
        out.append("".join(f"{line}\n" for line in table.lines))
    sys.stdout.write("".join(out))


main()
