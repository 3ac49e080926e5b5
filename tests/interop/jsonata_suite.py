"""Runs the official test suite of JSONata 2.0.6 with the evaluator of workflow-asl.

The suite comes with the source distribution of jsonata-python, which is fetched and not kept:

    python tests/interop/jsonata_suite.py
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

# The last release that has the suite of 2.0.x, 1,625 cases.
RELEASE = "jsonata-python==0.5.3"
SUITE = "jsonata_python-0.5.3/jsonata/test/test-suite"


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        download = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", directory, RELEASE]
        subprocess.run([sys.executable, "-m", "pip", *download], check=True)
        (archive,) = Path(directory).glob("*.tar.gz")
        with tarfile.open(archive) as files:
            files.extractall(directory, filter="data")
        environment = {**os.environ, "JSONATA_SUITE": str(Path(directory) / SUITE)}
        test = ["cargo", "test", "-p", "workflow-asl", "--test", "jsonata_suite"]
        return subprocess.run(test, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
