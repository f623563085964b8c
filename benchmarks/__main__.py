"""Runs one benchmark and prints its figures, as a table and as a line of JSON: python -m benchmarks NAME.

A benchmark is a module with a function `run`; one that is a package has it in its module `command`, with options.
"""

import json
import pkgutil
import sys
from collections.abc import Mapping
from importlib import import_module

import benchmarks
from opsledger.garbage import collect_seldom


def main() -> None:
    collect_seldom()  # as the product does
    modules = [module for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")]
    names = {module.name: f"benchmarks.{module.name}{'.command' if module.ispkg else ''}" for module in modules}
    match sys.argv[1:]:
        case [name, *options] if name in names and (not options or names[name].endswith(".command")):
            figures = import_module(names[name]).run(*options)
            print(table(figures))
            print(json.dumps({"benchmark": name, **figures}, ensure_ascii=False))
        case _:
            sys.exit(f"usage: python -m benchmarks NAME [OPTIONS]\nNAME is one of: {', '.join(names)}")


def table(figures: Mapping[str, object]) -> str:
    shown = {what: figure(value) for what, value in figures.items()}
    left, right = max(map(len, shown), default=0), max(map(len, shown.values()), default=0)
    return "\n".join(f"{what:<{left}}  {value:>{right}}" for what, value in shown.items())


def figure(value: object) -> str:
    match value:
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.2f}"
        case _:
            return str(value)


if __name__ == "__main__":
    main()
