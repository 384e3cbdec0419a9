"""Writes a model package: model.onnx, manifest.json and the model card."""

import hashlib
import json

from card import write_card
from causes import counted
from data import HEIGHT, PAD, WIDTH
from detect import NMS_IOU, OnnxRunner
from errors import made_by
from evaluate import Answers, alarms, choose_thresholds, report
from export import INPUT, OUTPUT, write_onnx
from sets import alarm_sets, test_sets, validation_sets


def write_package(detector, network, validation, data, folder, counts):
    """Exports, chooses thresholds on the held-out pictures, measures, and writes manifest and card."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "model.onnx"
    write_onnx(network, model)
    answers = Answers(OnnxRunner(model))
    thresholds = choose_thresholds(answers, validation, detector)
    manifest = describe(detector, model, thresholds)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    sets = validation_sets(validation, detector) + test_sets(data, detector)
    rows = report(answers, thresholds, sets, detector.classes)
    raised = alarms(answers, alarm_sets(data, detector))
    mistakes, _ = made_by(answers, thresholds, test_sets(data, detector), detector.classes)
    write_card(folder / "card.md", manifest, rows, raised, counts, counted(mistakes))


def describe(detector, model, thresholds):
    """The manifest as the Java side reads it: pixel fed = (v * scale - mean) / std per channel of `colour`."""
    return {
        "schema": 1,
        "name": detector.name,
        "version": detector.version,
        "head": "yolov8",
        "file": model.name,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "input": {
            "name": INPUT, "width": WIDTH, "height": HEIGHT, "layout": "NCHW", "colour": "BGR", "scale": 1.0,
            "mean": [0, 0, 0], "std": [1, 1, 1], "letterbox": "centre", "pad": PAD,
        },
        "outputs": [OUTPUT],
        "classes": [
            {"name": name, "threshold": threshold, "experimental": name in detector.experimental}
            for name, threshold in zip(detector.classes, thresholds)
        ],
        "nmsIou": NMS_IOU,
        "licence": "Apache-2.0",
        "card": "card.md",
    }
