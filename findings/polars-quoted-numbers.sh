#!/usr/bin/env bash
# Software: polars 2.1.0 (read_csv with its defaults).
# Guess before running: a number in quotation marks is a text for polars, as it is for ClickHouse, so
# that quoting keeps the code "01" of a province or region and the period "2022" as they are.
# Behaviour: quotation marks do not count: "01" is the number 1. Worse, a column of periods that is
# quoted years for 100 rows and then "2022-H2" is refused. What does make the column a text is one
# *empty* quoted cell ("") among the first 100 rows; an empty cell without quotation marks does not.
# Matters to: everybody who writes statistics as CSV (codes with leading zeros, mixed periods).
# Output seen:
#   quoted code: [1, 2]
#   quoted years, then a half year: ComputeError
#   the same after an empty quoted cell: String
#   the same after an empty cell: ComputeError
# Exits with 1 when that changes. Needs network for pip.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check polars==2.1.0
cat > read.py << 'END'
import io

import polars


def read(text: str) -> object:
    try:
        return polars.read_csv(io.StringIO(text))
    except polars.exceptions.PolarsError as error:
        return type(error).__name__


def kind(found: object) -> object:
    return found if isinstance(found, str) else str(found["period"].dtype)


years = '"2022",1\n' * 100 + '"2022-H2",1\n'
print("quoted code:", read('code,value\n"01",5\n"02",6\n')["code"].to_list())
print("quoted years, then a half year:", kind(read("period,value\n" + years)))
print("the same after an empty quoted cell:", kind(read('period,value\n"",1\n' + years)))
print("the same after an empty cell:", kind(read("period,value\n,1\n" + years)))
END
env/bin/python read.py | tee seen
diff seen - << 'END'
quoted code: [1, 2]
quoted years, then a half year: ComputeError
the same after an empty quoted cell: String
the same after an empty cell: ComputeError
END
