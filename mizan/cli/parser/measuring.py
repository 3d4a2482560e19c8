"""Commands about models: what they are worth on labelled rows, and which ones are in use."""

from __future__ import annotations

import argparse

from mizan.cli.parser import options, values

_TEXTS = '"a": TEXT, "b": TEXT'


def evaluate(commands: options.Commands) -> None:
    """`mizan evaluate`, with a command for each task."""
    parser = options.add(
        commands,
        "evaluate:run",
        "measure a component on files of labelled rows",
        "Run a real component over labelled rows and print its figures as one JSON object. Labels are read "
        "after all predictions are made. `mizan evaluate TASK --help` shows what a row holds.",
        "mizan evaluate relations labelled.jsonl",
        "mizan evaluate dates a.jsonl b.jsonl --predictions predictions.jsonl --json figures.json",
        "mizan evaluate nli pairs.jsonl --judge transformers:/models/xnli",
    )
    tasks = parser.add_subparsers(metavar="TASK", required=True)

    relations = _task(
        tasks,
        "relations",
        "whether statements agree or contradict each other, by all of align",
        f'{{"id", {_TEXTS}, "label": agree | contradict | related | unrelated}}, and with a_ and b_ before '
        "them: title, outlet, date",
        "mizan evaluate relations labelled.jsonl --contextual none --judge none   # rules and static alone",
    )
    _encoder(relations)
    _contextual(relations)
    _judge(relations)

    events = _task(
        tasks,
        "events",
        "which pairs of articles tell one event, and which are one text",
        '{"id", "a": {"outlet", "url", "title", "lead", "date"}, "b": {...}, "same_event", "copy": bool}',
        "mizan evaluate events pairs.jsonl",
    )
    _encoder(events)

    similarity = _task(
        tasks,
        "similarity",
        "how an encoder's cosines follow people's judgement",
        '{"id", "s1": TEXT, "s2": TEXT, "score": number}',
        "mizan evaluate similarity pairs.jsonl --encoder onnx",
    )
    _encoder(similarity)

    nli = _task(
        tasks,
        "nli",
        "a contradiction model alone: agree, contradict or neutral",
        f'{{"id", {_TEXTS}, "label": agree | contradict | neutral}}; also premise and hypothesis; '
        "entailment, disagree, contradiction, other",
        "mizan evaluate nli pairs.jsonl --predictions probabilities.jsonl",
    )
    _judge(nli)

    retrieval = _task(
        tasks,
        "retrieval",
        "finding the right texts among many: MAP@5, MRR, accuracy",
        '{"id", "query": TEXT, "candidates": [{"id", "text"}], "relevant": [ids]}; without candidates those '
        'of a first row {"pool": [{"id", "text"}]}; or {"id", "query": TEXT, "target": TEXT}, where the '
        "targets of all rows are the candidates",
        "mizan evaluate retrieval parallel.jsonl --encoder onnx",
        "mizan evaluate retrieval claims.jsonl --judge onnx --rerank 10",
    )
    _encoder(retrieval)
    retrieval.add_argument(
        "--judge",
        default=options.NONE,
        metavar="SPEC",
        help="contradiction model that puts the first candidates in order (%(default)s)",
    )
    retrieval.add_argument(
        "--rerank", type=values.count, default=20, metavar="N", help="so many of them (%(default)s)"
    )

    calibration = _task(
        tasks,
        "calibration",
        "whether scores mean what they say: ECE, Brier, temperature",
        "as for nli; with --encoder as for relations",
        "mizan evaluate calibration pairs.jsonl                     # the contradiction model alone",
        "mizan evaluate calibration labelled.jsonl --encoder static # the scores of relations",
    )
    calibration.add_argument(
        "--encoder", metavar="SPEC", help="measure the scores of relations, made with this sentence encoder"
    )
    _contextual(calibration)
    _judge(calibration)

    row = '{"id", "sentence": TEXT, "expression": TEXT, "offset": int, "article_date": DAY, '
    example = "mizan evaluate {} labelled.jsonl --predictions predictions.jsonl"
    _task(tasks, "dates", "reading of times", row + '"start": DAY, "end": DAY}', example.format("dates"))
    _task(
        tasks,
        "quantities",
        "reading of figures",
        row + '"value": number, "kind": HEDGE}',
        example.format("quantities"),
    )


def models(commands: options.Commands) -> None:
    """`mizan models`."""
    parser = options.add(
        commands,
        "models:run",
        "list the models in use",
        "List the models that read and write here: what for, which one, which revision, how large, under "
        "which licence, and what its card measured. Without --target those that the present settings "
        "(MIZAN_ENCODER and so on) name are loaded in this process.",
        "mizan models",
        "MIZAN_JUDGE=onnx:/models/xnli mizan models",
        "mizan models --target services.example:50050 --json | jq .figures",
    )
    options.json(parser, "a line for each model, mizan.v1.ServiceInfo.Model")
    options.language(parser, "language of the headings: ar, en")
    parser.add_argument(
        "--target",
        type=values.address,
        metavar="HOST:PORT",
        help="running services, as for ingest; without it the models are loaded here",
    )


def _task(
    tasks: options.Commands, name: str, summary: str, row: str, *examples: str
) -> argparse.ArgumentParser:
    description = f"{summary[0].upper()}{summary[1:]}.\n\nA row: {row}."
    parser = options.add(tasks, "evaluate:run", summary, description, *examples, name=name)
    parser.set_defaults(task=name)
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSON Lines; several count as one")
    parser.add_argument("--predictions", metavar="FILE", help="write one prediction per row there")
    options.json(parser, "the figures")
    return parser


def _encoder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--encoder", default="static", metavar="SPEC", help="sentence encoder (%(default)s)")


def _contextual(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--contextual", metavar="SPEC", help=options.CONTEXTUAL)


def _judge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--judge", metavar="SPEC", help=options.JUDGE)
