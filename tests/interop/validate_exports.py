"""Has every export of every example accepted by the tools that users have for it: cfn-lint and `sam validate --lint`
for templates, `serverless package` with serverless-step-functions, asl-validator, and the parsers of Mermaid and
Graphviz's DOT. Nothing here reaches AWS or needs an account.

    python validate_exports.py NODE_FOLDER [--programs target/debug] [--examples examples]

It runs in the environment of exports/requirements.txt. NODE_FOLDER holds the scripts of this folder and, installed, the
packages of exports/package-lock.json. Before the exports come some that are broken, to see that the tools refuse.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml

REGION = "eu-central-1"
OFFLINE = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
    "CI": "1",
    "SAM_CLI_TELEMETRY": "0",
    "SLS_NOTIFICATIONS_MODE": "off",
    "SLS_TELEMETRY_DISABLED": "1",
}
# What is of one workflow, with the ends of the names of its files, and what is of a whole program.
OF_WORKFLOWS = {"asl": ".asl.json", "mermaid": ".mmd", "dot": ".dot"}
OF_PROGRAMS = ("sam", "cloudformation", "serverless", "iam")
TEMPLATES = ("sam", "cloudformation", "serverless")
VARIANTS = {"": [], "-shared": ["--shared-function"], "-x86": ["--architecture", "x86_64"]}

# What the plugin writes where a key is a plain text, for which there is no other form.
OF_THE_PLUGIN = ["W1020"]

# What parameters of the Serverless Framework are, before their names: it takes keys for nothing else.
PARAMETER = f"arn:aws:kms:{REGION}:123456789012:key/"

Errors = list[str]


def run(command: list[str], folder: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **OFFLINE}
    return subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=300
    )


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def script(node: Path, name: str, named: dict[str, Any]) -> dict[str, Errors]:
    ran = run(["node", name], node, json.dumps(named))
    if ran.returncode:
        raise SystemExit(f"{name}: {ran.stderr}")
    return json.loads(ran.stdout)


# The tools


def cfn_lint(template: Path, ignored: list[str]) -> Errors:
    """Warnings count as errors."""
    ignore = ["--ignore-checks", *ignored] if ignored else []
    ran = run([tool("cfn-lint"), "--format", "json", *ignore, "--regions", REGION, "--", str(template)])
    if ran.returncode and not ran.stdout.strip():
        return [ran.stderr.strip()]
    found = json.loads(ran.stdout or "[]")
    lines = [f"{finding['Rule']['Id']}: {finding['Message']} at {finding['Location']['Path']}" for finding in found]
    return lines or ([ran.stderr.strip()] if ran.returncode else [])


def sam_validate(template: Path) -> Errors:
    ran = run([tool("sam"), "validate", "--lint", "--template", str(template), "--region", REGION])
    return [(ran.stdout + ran.stderr).strip()] if ran.returncode else []


def serverless_package(node: Path, template: Path, folder: Path) -> tuple[Errors, Path]:
    """Packages a service with an archive that has nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "serverless.yml").write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "node_modules").symlink_to((node / "node_modules").resolve())
    service = yaml.safe_load(template.read_text(encoding="utf-8"))
    if artifact := service.get("package", {}).get("artifact"):
        archive = folder / artifact
        archive.parent.mkdir(parents=True)
        with zipfile.ZipFile(archive, "w") as written:
            written.writestr("bootstrap", "")
    names = sorted(set(re.findall(r"\$\{param:(\w+)\}", template.read_text(encoding="utf-8"))))
    parameters = [f"--param={name}={PARAMETER}{name}" for name in names]
    command = ["node", "node_modules/serverless/bin/serverless.js", "package", "--region", REGION, *parameters]
    ran = run(command, folder)
    packaged = folder / ".serverless/cloudformation-template-update-stack.json"
    return ([] if ran.returncode == 0 and packaged.exists() else [(ran.stdout + ran.stderr).strip()]), packaged


# What arrives


def state_machines(template: dict[str, Any]) -> list[dict[str, Any]]:
    resources = template["Resources"].values()
    return [each["Properties"] for each in resources if each["Type"] == "AWS::StepFunctions::StateMachine"]


def filled(definition: Any) -> Any:
    """A definition with all that is filled in alike, be it as the exports or as the plugin calls it."""
    machine = r"arn:\$\{AWS::Partition\}:states:[^\"]*:stateMachine:[\w-]+"
    pattern = rf"{machine}|\$\{{[\w:]+\}}|{re.escape(PARAMETER)}\w+"
    return json.loads(re.sub(pattern, "${}", json.dumps(definition)))


def definition_text(written: Any) -> str:
    """A definition as a template has it, which with the plugin is a text and what stands in that."""
    if isinstance(written, str):
        return written
    text, texts = written["Fn::Sub"]
    for name, value in texts.items():
        if isinstance(sub := value.get("Fn::Sub"), str):
            text = text.replace(f"${{{name}}}", sub)
    return text


def same_definitions(template: dict[str, Any], definitions: list[dict[str, Any]]) -> Errors:
    machines = state_machines(template)
    texts = [definition_text(machine["DefinitionString"]) for machine in machines]
    arrived = sorted(json.dumps(filled(json.loads(text))) for text in texts)
    exported = sorted(json.dumps(filled(definition)) for definition in definitions)
    return [] if arrived == exported else ["the definitions are not those of `export --format asl`"]


# The exports


def export(program: Path, target: Path) -> dict[str, Path]:
    """Every export of a program, by its format and what it is of."""
    files = {}
    for kind, end in OF_WORKFLOWS.items():
        folder = target / f"{program.name}-{kind}"
        written(program, kind, ["--all"], folder)
        found = sorted(file for file in folder.iterdir() if file.name.endswith(end))
        files |= {f"{kind} {file.name.removesuffix(end)}": file for file in found}
    for kind in OF_PROGRAMS:
        for variant, options in VARIANTS.items() if kind in TEMPLATES else [("", [])]:
            file = target / f"{program.name}{variant}.{kind}{'.yaml' if kind in TEMPLATES else ''}"
            written(program, kind, options, file)
            files[f"{kind}{variant}"] = file
    return files


def written(program: Path, kind: str, options: list[str], out: Path) -> None:
    ran = run([str(program), "export", "--format", kind, *options, "--out", out.name], out.parent)
    if ran.returncode or not out.exists():
        raise SystemExit(f"{program.name} export --format {kind}: {ran.stderr}")


def check(node: Path, files: dict[str, Path], work: Path) -> dict[str, Errors]:
    texts = {kind: file.read_text(encoding="utf-8") for kind, file in files.items()}
    definitions = {kind: json.loads(text) for kind, text in texts.items() if kind.startswith("asl ")}
    errors = script(node, "asl_validator.mjs", definitions)
    diagrams = {kind: kind.split(" ")[0] for kind in texts if kind.startswith(("mermaid ", "dot "))}
    errors |= script(node, "diagrams.mjs", {kind: [language, texts[kind]] for kind, language in diagrams.items()})
    policies = json.loads(texts["iam"])
    errors["iam"] = [name for name, policy in policies.items() if not policy["Statement"]]
    exported = list(definitions.values())
    for kind, file in files.items():
        if kind.startswith("serverless"):
            errors[kind], packaged = serverless_package(node, file, work / "service")
            if not errors[kind]:
                template = json.loads(packaged.read_text(encoding="utf-8"))
                errors[kind] = cfn_lint(packaged, OF_THE_PLUGIN) + same_definitions(template, exported)
        elif kind.startswith(("sam", "cloudformation")):
            template = yaml.safe_load(texts[kind])
            errors[kind] = cfn_lint(file, []) + same_definitions(template, exported)
            if kind.startswith("sam"):
                errors[kind] += sam_validate(file)
    return errors


def self_test(node: Path, files: dict[str, Path], work: Path) -> list[str]:
    """Which tool accepts what it should refuse."""
    broken = work / "broken.yaml"
    accepted = []

    def breaks(kind: str, change: Any) -> None:
        template = yaml.safe_load(files[kind].read_text(encoding="utf-8"))
        change(template)
        broken.write_text(yaml.safe_dump(template), encoding="utf-8")

    def roleless(template: dict[str, Any]) -> None:
        state_machines(template)[0].pop("RoleArn")

    breaks("cloudformation", roleless)
    accepted += [] if cfn_lint(broken, []) else ["cfn-lint: a state machine without a role"]
    breaks("sam", roleless)
    accepted += [] if sam_validate(broken) else ["sam validate: a state machine without a role"]
    breaks("serverless", lambda service: next(iter(service["stepFunctions"]["stateMachines"].values())).update(kind="X"))
    accepted += [] if serverless_package(node, broken, work / "service")[0] else ["serverless: an unknown field"]
    breaks("sam", lambda template: state_machines(template)[0].update(DefinitionString='{"StartAt": "A"}'))
    other = yaml.safe_load(broken.read_text(encoding="utf-8"))
    definitions = [json.loads(file.read_text(encoding="utf-8")) for kind, file in files.items() if kind.startswith("asl ")]
    accepted += [] if same_definitions(other, definitions) else ["another definition"]
    diagrams = {"mermaid": ["mermaid", "stateDiagram-v2\n s1 -->"], "dot": ["dot", "digraph { a -> }"]}
    accepted += [name for name, errors in script(node, "diagrams.mjs", diagrams).items() if not errors]
    accepted += [] if script(node, "asl_validator.mjs", {"asl": {"StartAt": "A", "States": {}}})["asl"] else ["asl"]
    return accepted


def main() -> int:
    parser = argparse.ArgumentParser(description="Validates what `export` writes.")
    parser.add_argument("node", type=Path)
    parser.add_argument("--programs", type=Path, default=Path("target/debug"))
    parser.add_argument("--examples", type=Path, default=Path("examples"))
    arguments = parser.parse_args()
    names = sorted(file.stem for file in (arguments.examples / "src/bin").glob("*.rs"))
    if not names:
        print(f"no example in {arguments.examples}")
        return 1
    refused, exports = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for index, name in enumerate(names):
            files = export((arguments.programs / name).resolve(), work)
            if index == 0 and (accepted := self_test(arguments.node, files, work)):
                print(*(f"self-test: accepted: {what}" for what in accepted), sep="\n")
                return 1
            for kind, errors in check(arguments.node, files, work).items():
                exports += 1
                refused += bool(errors)
                for error in errors:
                    print(f"REFUSED {name}: {kind}: {error}")
    print(f"{exports - refused} exports of {len(names)} programs are accepted by the tools for them, {refused} refused")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
