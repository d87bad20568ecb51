"""Asks what is known against the locked packages: `python .ci/audit.py`, with pip-audit installed.

Ends with 0 if every package was looked up and nothing is known, with 1 if something is known or
some were not looked up, and with 2 if the service gives no answers here, even on a release that
everybody knows to be vulnerable: then nothing was audited, which is no success.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

LOCKS = ("user", "lowest", "test", "tools")
KNOWN = "jinja2==2.10"  # CVE-2019-10906
CLEAN, KNOWN_AGAINST, NO_ANSWER = 0, 1, 2


def asked(file: Path) -> list[dict]:
    """What pip-audit says of each package of a file: of requirements, all with a version."""
    command = ["pip_audit", "--requirement", file, "--no-deps", "--disable-pip", "--format", "json"]
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
    try:
        return json.loads(done.stdout)["dependencies"]
    except ValueError:  # no network: a traceback instead
        print(done.stderr.strip().rpartition("\n")[2], file=sys.stderr)
        return []


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "known.txt"
        file.write_text(KNOWN)
        if not any(each.get("vulns") for each in asked(file)):
            print(f"NOT AUDITED: nothing is said against {KNOWN}, so the service is out of reach")
            return NO_ANSWER
    packages = [each for lock in LOCKS for each in asked(Path(__file__).with_name(f"{lock}.lock"))]
    left_out = [each for each in packages if "vulns" not in each]
    against = [each for each in packages if each.get("vulns")]
    for each in left_out + against:
        reasons = each.get("skip_reason") or ", ".join(v["id"] for v in each["vulns"])
        print(f"{each['name']}: {reasons}")
    print(f"{len(packages) - len(left_out)} of {len(packages)} locked packages audited")
    return KNOWN_AGAINST if left_out or against or not packages else CLEAN


if __name__ == "__main__":
    sys.exit(main())
