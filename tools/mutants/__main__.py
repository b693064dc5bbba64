"""`make mutants`: tries the reviewed list (ARGS="minutes": those about minutes), two at a time, and prints a table."""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tools.mutants.mutant import Mutant, read
from tools.mutants.trial import Outcome, Tree


def main(words: list[str]) -> int:
    """Prints a row a mutant, the survivors once more, and last `N of M`: caught, of all that were tried."""
    mutants = [mutant for mutant in read() if mutant.is_about(words)]
    with tempfile.TemporaryDirectory(prefix="forum-mutants-") as folder:
        trees: SimpleQueue[Tree] = SimpleQueue()
        workers = min(os.cpu_count() or 1, len(mutants)) or 1
        for number in range(workers):
            trees.put(Tree(Path(folder), number))
        with ThreadPoolExecutor(workers) as pool:
            if not all(pool.map(lambda part: whole(trees, part), parts(mutants, workers))):
                return 2
            outcomes = []
            for outcome in pool.map(lambda mutant: attempt(trees, mutant), mutants):
                print(outcome.row(), flush=True)
                outcomes.append(outcome)
    missed = [outcome for outcome in outcomes if not outcome.is_caught]
    print("\nNot caught:" if missed else "", *(outcome.row() for outcome in missed), sep="\n")
    print(f"{len(outcomes) - len(missed)} of {len(outcomes)}")
    return 0


def parts(mutants: list[Mutant], number: int) -> list[list[str]]:
    """The tests of all mutants, each once, dealt out in equal parts; a file stands for the tests in it."""
    names = {test for mutant in mutants for test in mutant.tests}
    once = sorted(name for name in names if name.partition("::")[0] == name or name.partition("::")[0] not in names)
    return [once[at::number] for at in range(number) if once[at::number]]


def whole(trees: SimpleQueue[Tree], tests: list[str]) -> bool:
    """Whether the tests pass while nothing is broken: a test that fails anyway would notice every mutant."""
    tree = trees.get()
    code, said = tree.tests(*tests)
    trees.put(tree)
    if code:
        print(f"The tests must pass before anything is broken:\n{said[-3000:]}", file=sys.stderr)
    return not code


def attempt(trees: SimpleQueue[Tree], mutant: Mutant) -> Outcome:
    tree = trees.get()
    try:
        return tree.attempt(mutant)
    finally:
        trees.put(tree)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
