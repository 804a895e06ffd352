# SPDX-License-Identifier: AGPL-3.0-or-later
# Reads C well enough for the checks: files by room, comments and strings apart, functions.
import os
import re
import sys

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def top():
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def files(folders, endings):
    """Paths below these folders, sorted, relative to the top of the project."""
    found = []
    for folder in folders:
        for place, folders_in, names in os.walk(os.path.join(top(), folder)):
            folders_in[:] = [one for one in folders_in if one not in ("node_modules", "__pycache__")]
            found += [os.path.relpath(os.path.join(place, name), top()) for name in names if name.endswith(endings)]
    return sorted(found)


def read(path):
    with open(os.path.join(top(), path), encoding="utf-8") as file:
        return file.read()


def blank(text, strings=True):
    """The text with its comments (and its strings) replaced by blanks: every line keeps its number."""
    def wipe(match):
        word = match.group(0)
        if word[0] == "/":
            return re.sub(r"[^\n]", " ", word)
        return word[0] + " " * (len(word) - 2) + word[-1] if strings else word
    return TOKEN.sub(wipe, text)


def strings(text):
    """Every string literal as (line, its characters as written)."""
    for match in TOKEN.finditer(text):
        if match.group(0)[0] == '"':
            yield text.count("\n", 0, match.start()) + 1, match.group(0)[1:-1]


def functions(text):
    """Every function as (line, name, lines from its opening brace to its closing one)."""
    opened = name = None
    for number, line in enumerate(blank(text).split("\n"), 1):
        named = re.match(r"^[A-Za-z_][^=;]*?(\w+)\(", line)
        if named and opened is None:
            name = named.group(1)
        if line.startswith("{"):
            opened = number
        elif line.startswith("}") and opened is not None:
            if not line.startswith("};") and name:
                yield opened, name, number - opened - 1
            opened = name = None


class Verdict:
    """Counts what passed and prints what did not."""
    def __init__(self):
        self.bad = {}
        self.seen = set()

    def look(self, path):
        self.seen.add(path)

    def refuse(self, path, line, why):
        self.seen.add(path)
        self.bad[path] = self.bad.get(path, 0) + 1
        print(f"{path}:{line}: {why}")

    def end(self):
        print(f"{len(self.seen) - len(self.bad)} passed, {len(self.bad)} failed")
        sys.exit(1 if self.bad or not self.seen else 0)
