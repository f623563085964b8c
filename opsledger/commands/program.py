"""The program: reads a command line, does what it says, and answers in words or in JSON."""

import json
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from domain.rooms import ROOMS
from opsledger import __version__
from opsledger.commands.acts import add_rooms
from opsledger.commands.answer import Answer, Exit, answer_to, failure
from opsledger.commands.call import Call, called
from opsledger.commands.parser import Parser, add_command, filled

COMMANDS = {
    "serve": ("opsledger.commands.serve", "serve the API until interrupted (SIGINT, SIGTERM)"),
    "demo": ("opsledger.commands.demo", "fill an empty ledger with a demonstration company"),
    "doctor": ("opsledger.commands.doctor", "check that all is well with the ledger, the views and this machine"),
    "feed": ("opsledger.commands.feed", "the log as others are given it, event by event: tail"),
    "projections": ("opsledger.commands.projections", "the views that are derived from the ledger: status, rebuild"),
    "backup": ("opsledger.commands.backup", "write the whole ledger to one file, also while a server runs"),
    "restore": ("opsledger.commands.restore", "put a backup where there is no ledger yet, and prove it"),
    "audit": ("opsledger.commands.audit", "evidence: verify, checkpoint, export, check; diff, replay, dossier"),
    "keys": ("opsledger.commands.keys", "the keys by which what is personal in the log is read: status, give-up"),
    "token": ("opsledger.commands.token", "访问令牌: create, list, issue, revoke"),
    "consumer": ("opsledger.commands.consumer", "事件订阅: list, status, attempts, parked, replay, secret, create, …"),
    "relay": ("opsledger.commands.relay", "relay the log to a broker: nats"),
    "explain": ("opsledger.commands.explain", "show how the views answer a GraphQL query: SQL, values, plan"),
    "schema": ("opsledger.commands.schema", "print the GraphQL schema"),
    "import": ("opsledger.commands.imports", "bring records in from a file"),
    "export": ("opsledger.commands.exports", "write records to a file"),
}
"""The commands beside the acts of rooms: the module whose `fill` adds what is below, loaded when needed; a summary."""
ABOUT = "OpsLedger: the system of record for plans and issues, every change an event."
FAULT = "This is a fault of OpsLedger, not of your command. Please report it with the lines above."


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Do what the command line says; the exit code."""
    try:
        return answered(arguments, environment)
    except KeyboardInterrupt:
        return Exit.STOPPED
    except BrokenPipeError:  # whoever read the answer has seen enough; what is still in the buffer goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE


def answered(arguments: Sequence[str], environment: Mapping[str, str]) -> Exit:
    """Do it, and say on stdout what came of it; what went wrong goes to stderr, unless it was asked for as JSON."""
    options = Namespace()
    try:
        answer, out = done(arguments, environment, options), sys.stdout
    except BrokenPipeError:
        raise
    except Exception as error:
        answer, out = answer_to(error, getattr(options, "lang", "en")) or fault(error), sys.stderr
    if answer is None:
        return Exit.DONE
    if "--json" in arguments:
        print(json.dumps(answer.data, ensure_ascii=False), flush=True)
    else:
        print(*answer.lines, sep="\n", file=out, flush=True)
    return answer.exit


def done(arguments: Sequence[str], environment: Mapping[str, str], options: Namespace) -> Answer | None:
    """What the command has to say, unless it has said everything itself."""
    grammar().parse_args(arguments, options)
    command: Callable[[Call], Answer | None] = options.run
    return command(called(options, environment))


def grammar() -> Parser:
    """All that can be typed."""
    codes = "\n".join(f"  {code.value:<4} {code.meaning}" for code in Exit)
    return Parser(prog="opsledger", description=ABOUT, epilog=f"exit codes:\n{codes}", fill=fill)


def fill(parser: Parser) -> None:
    """The commands: those of the program, then the acts of each room."""
    parser.add_argument("--version", action="version", version=f"opsledger {__version__}")
    commands = parser.commands()
    for name, (module, summary) in COMMANDS.items():
        add_command(commands, name, summary, partial(filled, module))
    add_rooms(commands, (room for room in ROOMS if room.name not in COMMANDS))


def fault(error: Exception) -> Answer:
    """Something that should not happen: its traceback is kept for whoever mends it."""
    traceback.print_exception(error)
    return failure(Exit.FAULT, "fault", FAULT)
