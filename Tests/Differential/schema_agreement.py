#!/usr/bin/env python3
"""Proves that the JSON Schemas and the loader agree on the corpus of robot, board and calibration
files.

Good files must satisfy the schema; bad files must not, unless their comment `# schema: accepts` says
that their defect is one that a schema cannot express. The Swift tests prove the loader's half.

Usage: schema_agreement.py [file.yaml ...]     (default: the corpus, the robots and the boards)
"""

import json
import pathlib
import re
import sys

import yaml
from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "Tests/RobotConfigurationTests/Corpus"
MAXIMUM_DEPTH = 16

INTEGER = re.compile(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+")
REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")


class Refused(Exception):
    """What the loader refuses before it looks at any key."""


def scalar(text):
    """A plain scalar in the core schema of YAML 1.2.2, section 10.3.2 (PyYAML's own is YAML 1.1)."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if INTEGER.fullmatch(text):
        return int(text, {"0x": 16, "0o": 8}.get(text[:2], 10))
    if REAL.fullmatch(text):
        return float(text)
    if INFINITE.fullmatch(text):
        return float(text.replace(".", ""))
    if text in (".nan", ".NaN", ".NAN"):
        return float("nan")
    return text


def convert(node, depth):
    if depth > MAXIMUM_DEPTH:
        raise Refused("too deep")
    if isinstance(node, yaml.ScalarNode):
        return scalar(node.value) if node.style is None else node.value
    if isinstance(node, yaml.SequenceNode):
        return [convert(child, depth + 1) for child in node.value]
    mapping = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Refused("a key that is not a scalar")
        if key.value in mapping:
            raise Refused("a duplicate key")
        if key.value == "<<" and key.style is None:
            raise Refused("a merge key")
        mapping[key.value] = convert(value, depth + 1)
    return mapping


def load(data):
    """The document as the loader sees it."""
    try:
        text = data.decode("utf-8")
        documents = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise Refused("an anchor or alias")
            if getattr(event, "tag", None):
                raise Refused("a tag")
        if documents != 1:
            raise Refused("not one document")
        return convert(yaml.compose(text, Loader=yaml.SafeLoader), 1)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused(str(error)) from error


def validator(path):
    schema = json.loads((ROOT / path).read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def verdict(schema, data):
    """None when the schema accepts the file, else its first complaint."""
    try:
        error = next(iter(schema.iter_errors(load(data))), None)
        return error and f"{error.json_path}: {error.message}"
    except Refused as refusal:
        return f"not loadable: {refusal}"


def main(arguments):
    schemas = {
        "robot": validator("Robots/robot.schema.json"),
        "board": validator("Boards/board.schema.json"),
        "calibration": validator("Robots/calibration.schema.json"),
    }
    files = [pathlib.Path(argument).resolve() for argument in arguments] or sorted(
        [*CORPUS.rglob("*.yaml"), *ROOT.glob("Robots/*/*.yaml"), *ROOT.glob("Boards/*.yaml")]
    )
    passed = failed = 0
    for path in files:
        data = path.read_bytes()
        is_board = "board" in path.parts or "Boards" in path.parts
        kind = "calibration" if "calibration" in path.parts else "board" if is_board else "robot"
        complaint = verdict(schemas[kind], data)
        must_accept = "bad" not in path.parts or b"\n# schema: accepts\n" in data
        if (complaint is None) == must_accept:
            passed += 1
            continue
        failed += 1
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        if must_accept:
            print(f"{name}: the schema refuses what it should accept: {complaint}")
        else:
            print(f"{name}: the schema accepts it; if no schema can tell, say `# schema: accepts`")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
