#!/usr/bin/env python3
"""Writes workflow-services/data/services.bin: what the actions of AWS services take, give and fail with; and anew those
lines that there are in workflow-server/src/target/services.tsv: how services write it that speak JSON.

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


NUMBERS = {"integer", "long", "float", "double"}


def reached(model):
    """The shapes of what operations take and give."""
    found, left = {}, []
    for name in model.operation_names:
        operation = model.operation_model(name)
        left += [shape for shape in (operation.input_shape, operation.output_shape) if shape is not None]
    while left:
        shape = left.pop()
        if shape.name in found:
            continue
        found[shape.name] = shape
        if shape.type_name == "structure":
            left += shape.members.values()
        elif shape.type_name == "list":
            left.append(shape.member)
        elif shape.type_name == "map":
            left += [shape.key, shape.value]
    return found.values()


def wire_line(model):
    """A line of the server's table, whose head says what stands in it."""
    structures = [shape for shape in reached(model) if shape.type_name == "structure"]
    given = [(member.serialization.get("name", name), member) for shape in structures for name, member in shape.members.items()]
    spellings = {}
    for name, _ in given:
        spellings.setdefault(name[:1].lower() + name[1:], set()).add(name)
    is_lower = sum(name[:1].islower() for name, _ in given) * 2 > len(given)
    single = {name for names in spellings.values() if len(names) == 1 for name in names}
    of_type = lambda kinds: {name for name, member in given if member.type_name in kinds}
    documents = {name for name, member in given if getattr(member, "is_document_type", False)}
    operations = map(model.operation_model, model.operation_names)
    about, name = model.metadata, service_name(model)
    lists = [
        {name for name in single if name[:1].islower() != is_lower},
        of_type({"map"}) | documents,
        of_type({"timestamp"}) - of_type(NUMBERS),
        {name for names in spellings.values() if len(names) > 1 for name in names},
        {shape.name for operation in operations for shape in operation.error_shapes},
    ]
    signing = about.get("signingName", about["endpointPrefix"])
    endpoint = about["serviceId"].upper().replace(" ", "_")
    head = [name.lower(), name, signing, endpoint, about["jsonVersion"], about["targetPrefix"], "lower" if is_lower else "upper"]
    return "\t".join(head + [",".join(sorted(names)) for names in lists])


def write_wire_table(models):
    file = pathlib.Path(__file__).parents[2] / "workflow-server/src/target/services.tsv"
    lines = file.read_text().splitlines()
    lines = [line if line.startswith("#") else wire_line(models[line.split("\t")[0]]) for line in lines]
    file.write_text("\n".join(lines) + "\n")


def main():
    session = botocore.session.get_session()
    texts, models = {}, {}
    for name in session.get_available_services():
        if name in TWICE:
            continue
        model = session.get_service_model(name)
        java = service_name(model)
        if java.lower() in texts:
            raise SystemExit(f"{name} is another {java}")
        models[java.lower()] = model
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
    write_wire_table(models)
    plain = sum(len(text) for _, text in texts.values())
    print(f"botocore {botocore.__version__}: {len(texts)} services, {plain} bytes of text, {file.stat().st_size} in the file")


if __name__ == "__main__":
    main()
