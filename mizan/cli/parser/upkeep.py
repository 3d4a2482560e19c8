"""Commands about Mizan itself."""

from __future__ import annotations

from mizan.cli.parser import options

SHELLS = ("bash", "zsh", "tcsh")


def doctor(commands: options.Commands) -> None:
    """`mizan doctor`."""
    parser = options.add(
        commands,
        "doctor:run",
        "say what is installed, what runs and what to do about problems",
        "Look at the installation, the models that came with it, the ports, the services that run, the data "
        "folder and the terminal. Changes nothing.",
        "mizan doctor",
        "mizan doctor --target services.example:50050 --data /var/lib/mizan",
        "mizan doctor --json | jq 'select(.level != \"ok\")'",
        statuses="exit status: 0 nothing stands in the way, 1 there is a problem, 2 wrong usage",
    )
    options.data(parser)
    options.json(parser, "a line for each finding: area, level, text, advice")
    options.target(parser)


def completion(commands: options.Commands) -> None:
    """`mizan completion`."""
    parser = options.add(
        commands,
        "completion:run",
        "print a script that completes commands in a shell",
        "Print a script for a shell that completes commands, options, their choices and files.",
        'eval "$(mizan completion bash)"   # in ~/.bashrc',
        'mizan completion zsh > "${fpath[1]}/_mizan"',
        "mizan completion tcsh > ~/.mizan.completion.csh",
    )
    parser.add_argument("shell", choices=SHELLS)
