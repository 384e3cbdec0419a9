"""Writes a model package: model.onnx, manifest.json and the model card."""

import hashlib
import json

from card import write_card
from data import HEIGHT, PAD, WIDTH
from detect import NMS_IOU, OnnxRunner
from evaluate import Answers, choose_thresholds, report, test_sets, validation_sets
from export import INPUT, OUTPUT, write_onnx
from labels import CLASSES

EXPERIMENTAL = ("stall",)
VERSION = "0.1"


def write_package(network, validation, data, folder, counts):
    """Exports, chooses thresholds on the held-out pictures, measures, and writes manifest and card."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "model.onnx"
    write_onnx(network, model)
    answers = Answers(OnnxRunner(model))
    thresholds = choose_thresholds(answers, validation)
    manifest = describe(model, thresholds)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    rows = report(answers, thresholds, validation_sets(validation) + test_sets(data))
    write_card(folder / "card.md", manifest, rows, counts)


def describe(model, thresholds):
    """The manifest as the Java side reads it: pixel fed = (v * scale - mean) / std per channel of `colour`."""
    return {
        "schema": 1,
        "name": "street-nano",
        "version": VERSION,
        "head": "yolov8",
        "file": model.name,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "input": {
            "name": INPUT, "width": WIDTH, "height": HEIGHT, "layout": "NCHW", "colour": "BGR", "scale": 1.0,
            "mean": [0, 0, 0], "std": [1, 1, 1], "letterbox": "centre", "pad": PAD,
        },
        "outputs": [OUTPUT],
        "classes": [
            {"name": name, "threshold": threshold, "experimental": name in EXPERIMENTAL}
            for name, threshold in zip(CLASSES, thresholds)
        ],
        "nmsIou": NMS_IOU,
        "licence": "Apache-2.0",
        "card": "card.md",
    }
