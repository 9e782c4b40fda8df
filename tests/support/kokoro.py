"""A voice of Kokoro's form that a test can make: the same inputs, a hum in place of speech, 2 kB in place of 92 MB."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kiosk.speech.synthesis.kokoro_files import MODEL, STYLE, TERMS
from kiosk.speech.synthesis.voice_files import LICENCE

HUM = 240  # samples a token, at 24 kHz
HUM_HZ = 440.0


def small_kokoro(voices: Path, *speakers: str, style_name: str = "style") -> Path:
    """In `voices`/kokoro: a model that hums 10 ms for each token, and manners for these speakers. Returns the first speaker."""
    folder = voices / "kokoro"
    folder.mkdir(parents=True, exist_ok=True)
    hum = np.array([math.sin(2 * math.pi * HUM_HZ * n / 24_000) * 0.3 for n in range(HUM)], dtype=np.float32)
    nodes = [
        helper.make_node("Cast", ["tokens"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["numbers", "nothing"], ["zeros"]),
        helper.make_node("Add", ["zeros", "one"], ["ones"]),
        helper.make_node("Unsqueeze", ["ones", "last"], ["column"]),
        helper.make_node("Mul", ["column", "hum"], ["hums"]),
        helper.make_node("ReduceMean", [style_name], ["manner"], keepdims=0),
        helper.make_node("Mul", ["manner", "nothing"], ["silence"]),
        helper.make_node("Mul", ["speed", "nothing"], ["pace"]),
        helper.make_node("Add", ["silence", "pace"], ["still"]),
        helper.make_node("Add", ["hums", "still"], ["waves"]),
        helper.make_node("Reshape", ["waves", "flat"], ["audio"]),
    ]
    constants: dict[str, NDArray[Any]] = {
        "nothing": np.zeros(1, dtype=np.float32),
        "one": np.ones(1, dtype=np.float32),
        "last": np.array([2], dtype=np.int64),
        "flat": np.array([-1], dtype=np.int64),
        "hum": hum.reshape(1, 1, HUM),
    }
    graph = helper.make_graph(
        nodes,
        "hum",
        [
            helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, None]),
            helper.make_tensor_value_info(style_name, TensorProto.FLOAT, [1, STYLE]),
            helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
        ],
        [helper.make_tensor_value_info("audio", TensorProto.FLOAT, [None])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    (folder / LICENCE).write_text(TERMS, encoding="utf-8")
    onnx.save(model, str(folder / MODEL))
    for speaker in speakers or ("em_alex",):
        np.zeros((510, 1, STYLE), dtype=np.float32).tofile(folder / f"{speaker}.bin")
    return folder / (speakers[0] if speakers else "em_alex")
