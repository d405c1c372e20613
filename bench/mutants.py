"""How many small faults in the engine the tests find: mutation testing of conditions, judging and verdicts.

Every mutant is one change of one place: a comparison turned, a constant moved by one, ``and`` for ``or``, a condition
denied, an ``is`` turned round. It is made in a copy of the program, and the tests of the domain run on it; a mutant
that no test notices has survived. One that lets the tests run for ever is tried again with more time, so that a busy
machine does not pass for a test that fails; it is counted by itself. The sample is drawn by a fixed seed.

python bench/mutants.py [SAMPLE] [SEED]        default 60 1
"""

from __future__ import annotations

import ast
import copy
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = (
    "alike",
    "atoms",
    "conditions",
    "terms",
    "windows",
    "judging",
    "choosing",
    "assessing",
    "clusters",
    "date_bands",
    "paper_facts",
    "readiness",
    "pricing",
)
QUICK = (
    "test_choosing.py", "test_pricing.py", "test_verdicts.py", "test_papers_and_facts.py", "test_conditions.py",
    "test_ages.py",
)  # fmt: skip
SLOW = ("test_properties.py", "test_readiness.py", "test_condition_properties.py", "../desk/test_alike.py")
PATIENCE = (120, 600)
"""Seconds for the tests on one mutant, and for those that ran out of them."""
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


def turned(node: ast.AST) -> ast.AST | None:
    """A node with one fault, or None for one that this knows none for."""
    made = copy.deepcopy(node)
    match made:
        case ast.Compare(ops=[one]) if type(one) in TURNED:
            made.ops = [TURNED[type(one)]()]
        case ast.BoolOp():
            made.op = ast.Or() if isinstance(made.op, ast.And) else ast.And()
        case ast.Constant(value=bool(value)):
            made.value = not value
        case ast.Constant(value=int(value)):
            made.value = value + 1
        case ast.UnaryOp(op=ast.Not()):
            return made.operand
        case ast.BinOp(op=ast.Add()):
            made.op = ast.Sub()
        case ast.BinOp(op=ast.Sub()):
            made.op = ast.Add()
        case ast.IfExp():
            made.body, made.orelse = made.orelse, made.body
        case ast.If():
            made.test = ast.UnaryOp(ast.Not(), made.test)
        case _:
            return None
    return made


class Swap(ast.NodeTransformer):
    """Puts a fault in place of the n-th node."""

    def __init__(self, place: int) -> None:
        self.place, self.at = place, -1
        self.told = ""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        self.at += 1
        if self.at == self.place and (made := turned(node)) is not None:
            self.told = f"{getattr(node, 'lineno', 0)}: {ast.unparse(node).splitlines()[0][:70]}"
            return ast.fix_missing_locations(ast.copy_location(made, node))
        return super().generic_visit(node)


def is_told(node: ast.AST, tree: ast.Module) -> bool:
    """Whether a node only shapes types or classes, which no run depends on."""
    return isinstance(node, ast.Constant) and any(
        isinstance(one, ast.keyword) and one.value is node and one.arg in {"frozen", "gc", "strict"}
        for one in ast.walk(tree)
    )


def places(module: str) -> Iterator[tuple[str, int]]:
    """Every place of a module that can be given a fault."""
    tree = ast.parse((ROOT / "tui" / "domain" / f"{module}.py").read_text())
    counter = Swap(-2)
    found: list[ast.AST] = []

    class Walk(ast.NodeVisitor):
        def generic_visit(self, node: ast.AST) -> None:
            found.append(node)
            super().generic_visit(node)

    Walk().visit(tree)
    del counter
    yield from ((module, place) for place, node in enumerate(found) if turned(node) and not is_told(node, tree))


class Fate(Enum):
    """What became of a mutant."""

    FOUND = "found"
    ENDLESS = "endless"
    SURVIVED = "survived"


def run(folder: Path, tests: tuple[str, ...], *more: str) -> Fate:
    """Run tests on what stands in a folder."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *more]
    command += [f"tests/domain/{name}" for name in tests]
    for seconds in PATIENCE:
        try:
            code = subprocess.run(command, cwd=folder, capture_output=True, timeout=seconds, check=False).returncode
        except subprocess.TimeoutExpired:
            continue
        return Fate.FOUND if code else Fate.SURVIVED
    return Fate.ENDLESS


def quickly(folder: Path) -> Fate:
    """Run the tests that take seconds."""
    return run(folder, QUICK, "-k", "not Oracle and not Properties and not clears_on")


def fate(folder: Path, module: str, place: int) -> tuple[str, Fate]:
    """What a mutant was (empty: there was none), and what became of it."""
    path = folder / "tui" / "domain" / f"{module}.py"
    source = (ROOT / "tui" / "domain" / f"{module}.py").read_text()
    swap = Swap(place)
    path.write_text(ast.unparse(swap.visit(ast.parse(source))))
    if not swap.told:
        return "", Fate.FOUND
    try:
        found = quickly(folder)
        if found is Fate.SURVIVED:
            found = run(folder, SLOW, "-k", "Oracle or Properties or clears_on or Facts or Rules or alike")
    finally:
        path.write_text(source)
    return f"{module}:{swap.told}", found


def main() -> None:
    """Draw the sample, try each mutant, and print the score with the survivors."""
    sample, seed = (int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((1, 60), (2, 1)))
    everything = [one for module in MODULES for one in places(module)]
    drawn = random.Random(seed).sample(everything, min(sample, len(everything)))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("tui", "tests", "bench"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "config.toml"):
            shutil.copy(ROOT / part, folder / part)
        assert quickly(folder) is Fate.SURVIVED, "the tests fail as it is"
        tried = [told for one in drawn if (told := fate(folder, *one))[0]]
    fates = Counter(found for _, found in tried)
    killed = len(tried) - fates[Fate.SURVIVED]
    print(
        f"{killed} of {len(tried)} mutants found ({100 * killed / len(tried):.0f} %), {fates[Fate.ENDLESS]} of them by "
        f"running for ever; {len(everything)} possible, {time.monotonic() - began:.0f} s"
    )
    for told, found in tried:
        if found is not Fate.FOUND:
            print(f"{found.value:<10}{told}")


if __name__ == "__main__":
    main()
