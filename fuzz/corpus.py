#!/usr/bin/env python3
"""Keeps the corpus of a fuzz target in one text file, because fuzzers want one file an input and reviewers do not.

    python3 fuzz/corpus.py unpack at            fuzz/corpus/at.txt  ->  the files of fuzz/corpus/at/, which git ignores
    python3 fuzz/corpus.py unpack at FOLDER     the same, into another folder; prints the number of inputs
    python3 fuzz/corpus.py pack at              fuzz/corpus/at/     ->  fuzz/corpus/at.txt

A line is a name, a tab and the input as a JSON string of which each character is one byte. `-` means that the name is the
SHA-1 of the input, as libFuzzer names what it finds.
"""

import argparse
import hashlib
import json
from pathlib import Path

CORPUS = Path(__file__).resolve().parent / "corpus"


def pack(folder):
    lines = []
    for path in folder.iterdir():
        data = path.read_bytes()
        name = "-" if path.name == hashlib.sha1(data).hexdigest() else path.name
        lines.append(f"{name}\t{json.dumps(data.decode('latin-1'))}\n")
    # By name, so that a new input is one new line. Those without one lie together, by their bytes.
    return "".join(sorted(lines))


def unpack(text):
    """The inputs by name."""
    inputs = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, _, literal = line.partition("\t")
        data = json.loads(literal).encode("latin-1")
        if name == "-":
            name = hashlib.sha1(data).hexdigest()
        if name in inputs or "/" in name:
            raise SystemExit(f"line {number}: the name of an input must be a new file name. Received: {name}")
        inputs[name] = data
    return inputs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["pack", "unpack"])
    parser.add_argument("target", choices=["at", "deserialize"])
    parser.add_argument("folder", type=Path, nargs="?")
    args = parser.parse_args()
    text, folder = CORPUS / f"{args.target}.txt", args.folder or CORPUS / args.target
    if args.action == "pack":
        text.write_text(pack(folder), encoding="ascii")
        return
    inputs = unpack(text.read_text(encoding="ascii"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in inputs.items():
        (folder / name).write_bytes(data)
    print(len(inputs))


if __name__ == "__main__":
    main()
