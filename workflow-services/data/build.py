#!/usr/bin/env python3
"""Writes workflow-services/data/services.bin: what the actions of AWS services take, give and fail with.

  pip install botocore==1.44.5 && python3 workflow-services/data/build.py

The facts are those of the service models that AWS publishes, which botocore ships (Apache License 2.0). Names are as
Step Functions has them in `aws-sdk` integrations, which are those of the AWS SDK for Java 2.x; see "Learning to use AWS
service SDK integrations in Step Functions" in the AWS developer guide.

The file: the length of the index (four bytes, little endian), the index, then a text for each service; index and texts
are deflated. A line of the index is `name error-name offset length`. A service's text is a line of its errors, then a
line for each action: `action argument argument! | result result`, where `!` is what has to be there.
"""
import pathlib
import re
import struct
import zlib

import botocore
import botocore.session

# botocore has the API of `pinpoint-sms-voice` twice.
TWICE = {"sms-voice"}


def words(text):
    """The words of a name: a row of capitals is one, but for the last if a small letter follows."""
    text = re.sub(r"[^A-Za-z0-9]+", " ", text)
    text = re.sub(r"([^A-Z])v([0-9]+)", r"\1 v\2", text)
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    return text.split()


def pascal(text):
    return "".join(word[:1].upper() + word[1:].lower() for word in words(text))


def camel(name):
    """The first row of capitals is small, but for its last if a small letter follows."""
    end = 1
    while end < len(name) and name[end].isupper() and not (end < len(name) - 1 and name[end + 1].islower()):
        end += 1
    return name[:end].lower() + name[end:]


def member(name):
    name = camel(name)
    if name.lower() in ("equals",):
        name += "Value"
    return name[:1].upper() + name[1:]


def error(name):
    name = re.sub("Fault$", "", name)
    name = pascal(name)
    return name if name.endswith("Exception") else name + "Exception"


def service_name(model):
    name = model.metadata["serviceId"]
    name = re.sub(r"^(Amazon|AWS)\s*", "", name)
    name = re.sub(r"\s*Service$", "", name)
    return pascal(name)


def members(shape):
    return sorted(shape.members) if shape is not None and shape.type_name == "structure" else []


def action(model, operation):
    operation = model.operation_model(operation)
    taken, given = operation.input_shape, operation.output_shape
    required = set(taken.required_members) if taken is not None else set()
    filled = set(operation.idempotent_members)
    arguments = [member(name) + ("!" if name in required - filled else "") for name in members(taken)]
    line = [camel(operation.name), *arguments]
    results = [member(name) for name in members(given)]
    return " ".join(line + (["|", *results] if results else []))


def deflated(text):
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return compressor.compress(text.encode()) + compressor.flush()


def main():
    session = botocore.session.get_session()
    texts, taken = {}, {}
    for name in session.get_available_services():
        if name in TWICE:
            continue
        model = session.get_service_model(name)
        java = service_name(model)
        if java.lower() in texts:
            raise SystemExit(f"{name} and {taken[java.lower()]} are both {java}")
        taken[java.lower()] = name
        shapes = (model.shape_for(shape) for shape in model.shape_names)
        errors = sorted({error(shape.name) for shape in shapes if shape.metadata.get("exception")})
        actions = [action(model, operation) for operation in sorted(model.operation_names)]
        texts[java.lower()] = (java, "\n".join([" ".join(errors), *actions]))
    index, blobs = [], b""
    for name in sorted(texts):
        java, text = texts[name]
        blob = deflated(text)
        index.append(f"{name} {java} {len(blobs)} {len(blob)}")
        blobs += blob
    index = deflated("\n".join(index))
    file = pathlib.Path(__file__).parent / "services.bin"
    file.write_bytes(struct.pack("<I", len(index)) + index + blobs)
    plain = sum(len(text) for _, text in texts.values())
    print(f"botocore {botocore.__version__}: {len(texts)} services, {plain} bytes of text, {file.stat().st_size} in the file")
    return texts


if __name__ == "__main__":
    main()
