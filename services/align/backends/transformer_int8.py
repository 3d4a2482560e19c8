"""The shipped folders, ``models/encoder`` and ``models/nli``, as models of the transformers library.

Their weights are int8, laid out as the ONNX graph reads them: a table by rows, with one scale a row; the
matrix of a linear layer as (inputs, outputs), with one scale an output. The scales of ``X`` are ``X.scale``;
the rows of a matrix may be multiplied by ``X.smoothing``, which makes what they read fit eight bits better.
Here they become the float weights of the model that ``config.json`` describes.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from services.align.backends.outcomes import OUTCOMES

WEIGHTS = "model.safetensors"
_SCALE, _SMOOTHING = ".scale", ".smoothing"


def holds(name: str) -> bool:
    """Whether ``name`` is a folder of this kind: its configuration tells which task of Mizan it is for."""
    config = Path(name) / "config.json"
    return config.is_file() and "task" in json.loads(config.read_text(encoding="utf-8")).get("mizan", {})


def read(transformers: Any, name: str, dtype: Any) -> Any:
    """The encoder. Raises OSError for a missing file, ValueError for weights that do not fit the model."""
    config = transformers.AutoConfig.from_pretrained(name)
    model = transformers.AutoModel.from_config(config, add_pooling_layer=False)
    return _filled(model, name).to(dtype)


def read_judge(transformers: Any, name: str, dtype: Any) -> PairClassifier:
    """The contradiction model. Raises as `read`."""
    import torch

    config = transformers.AutoConfig.from_pretrained(name)
    width = config.hidden_size
    parts = torch.nn.ModuleDict(
        {
            "bert": transformers.AutoModel.from_config(config, add_pooling_layer=False),
            "classifier": torch.nn.ModuleDict(
                {
                    "dense": torch.nn.Linear(2 * width, width),
                    "out_proj": torch.nn.Linear(width, len(OUTCOMES)),
                }
            ),
        }
    )
    return PairClassifier(torch, config, _filled(parts, name).to(dtype))


class PairClassifier:
    """A body that reads the pair, and two layers over its first token beside the mean of all.

    Answers as a sequence classifier of the library does.
    """

    def __init__(self, torch: Any, config: Any, parts: Any) -> None:
        self.config = config
        self._torch = torch
        self._parts = parts

    def __call__(self, **inputs: Any) -> Any:
        """An object with ``logits``, shape (pairs, 3)."""
        states = self._parts["bert"](**inputs).last_hidden_state
        mask = inputs["attention_mask"].unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        head = self._parts["classifier"]
        hidden = head["dense"](self._torch.cat([states[:, 0], mean], dim=-1)).tanh()
        return SimpleNamespace(logits=head["out_proj"](hidden))

    def eval(self) -> PairClassifier:
        """Without dropout from now on."""
        self._parts.eval()
        return self

    def to(self, device: str) -> PairClassifier:
        """On ``device`` from now on."""
        self._parts.to(device)
        return self


def _filled(model: Any, folder: str) -> Any:
    """``model`` with the weights of ``folder``; what only the graph needs is left there."""
    import torch
    from safetensors.torch import load_file

    stored = load_file(Path(folder) / WEIGHTS)
    matrices = {f"{name}.weight" for name, each in model.named_modules() if isinstance(each, torch.nn.Linear)}
    weights = {}
    for name in model.state_dict().keys() & stored.keys():
        values = stored[name].float()
        if (scale := stored.get(name + _SCALE)) is not None:
            values = values * (scale if name in matrices else scale[:, None])
        if (smoothing := stored.get(name + _SMOOTHING)) is not None:
            values = values / smoothing[:, None]
        weights[name] = values.T if name in matrices else values
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise ValueError(f"{folder}: {error}") from error
    return model
