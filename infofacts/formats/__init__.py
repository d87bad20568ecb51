import os
from infofacts.formats import records

FORMATS, FILE_FORMATS = records.FORMATS, records.FILE_FORMATS


def text_of(recs, flat, fmt, raw):
    return records.machine(flat if flat is not None and fmt in ("tsv", "csv") else recs, fmt, raw)


S = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "md",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".parquet": "parquet",
}


def of_file(name):
    return S.get(os.path.splitext(name)[1].lower())


def save(base, fmt, path, options):
    from infofacts.formats import exports

    exports.save(base, fmt, path, options)


def Options(*a):
    from infofacts.formats import exports

    return exports.Options(*a)
