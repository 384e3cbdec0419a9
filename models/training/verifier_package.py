"""Writes and measures a verifier package: what it drops of a detector's boxes, false ones and true ones."""

import hashlib
import json

import cv2
import numpy as np
import onnx
import torch
import torch.nn as nn

from crops import MARGIN, NAMES, OTHER, SIDE, VERIFIED, cut, found_crops
from data import PAD, read_pixels
from detect import OnnxRunner
from evaluate import Answers
from export import INPUT, OPSET, without_copies
from labels import CLASSES, STREET
from sets import test_sets, validation_sets

OUTPUT = "probabilities"
KEPT_SHARE, WORTH_SHARE = 0.95, 0.5
HIGHEST_THRESHOLD = 0.9


class Exported(nn.Module):
    """The verifier with the softmax inside the graph."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, images):
        return self.network(images).softmax(1)


class CropRunner:
    """A verifier's file in OpenCV's engine: crop uint8 [SIDE, SIDE, 3] -> probabilities [names]."""

    def __init__(self, path):
        self._network = cv2.dnn.readNetFromONNX(str(path))

    def __call__(self, crop):
        self._network.setInput(np.ascontiguousarray(crop.transpose(2, 0, 1)[None], np.float32))
        return self._network.forward()[0]


def judged_boxes(runner, answers, thresholds, pictures, kinds):
    """{verified class: (probabilities [n] of it, truth [n])} for a detector's boxes of `kinds` at its thresholds."""
    rows = {kind: ([], []) for kind in VERIFIED if kind in kinds}
    for picture in pictures:
        boxes, classes, scores = answers.of(picture)
        over = (scores >= np.asarray(thresholds)[classes]) & np.isin(classes, list(rows))
        if not over.any():
            continue
        image = read_pixels(picture.path)
        for crop in found_crops(picture, (boxes[over], classes[over], scores[over]), 0.0):
            kind = next(k for k in VERIFIED if crop.group.endswith(f" {CLASSES[k]}"))
            rows[kind][0].append(float(runner(cut(image, crop.box))[VERIFIED.index(kind)]))
            rows[kind][1].append(crop.name != OTHER)
    return {kind: (np.array(p), np.array(t, bool)) for kind, (p, t) in rows.items()}


def keeping(probabilities, truth):
    """The highest threshold up to HIGHEST_THRESHOLD that keeps KEPT_SHARE of the true boxes; 0 where there is none."""
    kept = np.sort(probabilities[truth])
    if not len(kept):
        return 0.0
    return float(np.floor(1000 * min(HIGHEST_THRESHOLD, kept[int(len(kept) * (1 - KEPT_SHARE))])) / 1000)


def worth_it(probabilities, truth, threshold):
    """Whether the threshold drops at least WORTH_SHARE of the false boxes."""
    return bool((~truth).any() and (probabilities[~truth] < threshold).mean() >= WORTH_SHARE)


def export(network, path):
    """Writes the network's ONNX file."""
    torch.onnx.export(Exported(network).eval(), torch.zeros(1, 3, SIDE, SIDE), str(path), opset_version=OPSET,
                      input_names=[INPUT], output_names=[OUTPUT], do_constant_folding=True)
    onnx.save(without_copies(onnx.load(str(path))), str(path))


def write_verifier(network, folder, manifest, answers, validation, data):
    """Exports, chooses thresholds on held-out pictures, measures, writes manifest and card."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    export(network, path)
    held, tests = measured(CropRunner(path), answers, manifest, validation, data)
    joined = {kind: tuple(np.concatenate(parts) for parts in zip(*(rows[kind] for rows in held.values() if kind in rows)))
              for kind in VERIFIED}
    thresholds = {kind: keeping(*boxes) for kind, boxes in joined.items()}
    verified = [kind for kind, boxes in joined.items() if worth_it(*boxes, thresholds[kind])]
    (folder / "manifest.json").write_text(json.dumps(describe(path, thresholds, verified), indent=2) + "\n")
    (folder / "card.md").write_text(card(manifest, held | tests, thresholds, verified))


def measured(runner, answers, manifest, validation, data):
    """{set: judged boxes} of the held-out sets and of the test sets that label verified classes."""
    shipped = [c["threshold"] for c in manifest["classes"]]
    held, tests = (
        {title: judged_boxes(runner, answers, shipped, pictures, kinds)
         for title, pictures, kinds in sets}
        for sets in (validation_sets(validation, STREET), test_sets(data, STREET))
    )
    return held, tests


def describe(path, thresholds, verified):
    """The verifier's manifest; only the classes in `verified` get a threshold, the others are never asked for."""
    return {
        "schema": 1, "role": "verifier", "name": "street-verifier", "version": "0.1", "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "input": {
            "name": INPUT, "width": SIDE, "height": SIDE, "layout": "NCHW", "colour": "BGR", "scale": 1.0,
            "mean": [0, 0, 0], "std": [1, 1, 1], "letterbox": "centre", "pad": PAD,
        },
        "output": OUTPUT,
        "classes": [
            {"name": CLASSES[k], "threshold": thresholds[k]} if k in verified else {"name": CLASSES[k]} for k in VERIFIED
        ] + [{"name": NAMES[OTHER]}],
        "margin": MARGIN,
        "licence": "Apache-2.0",
        "card": "card.md",
    }


def as_table(sets, thresholds):
    """What the thresholds drop of the detector's boxes, as a Markdown table."""
    lines = ["| set | class | false boxes | of them dropped | true boxes | of them dropped |", "|---|---|---|---|---|---|"]
    for title, rows in sets.items():
        for kind, (probabilities, truth) in rows.items():
            if not len(truth):
                continue
            dropped = probabilities < thresholds[kind]
            counts = [int((~truth).sum()), int((dropped & ~truth).sum()), int(truth.sum()), int((dropped & truth).sum())]
            lines.append(f"| {title} | {CLASSES[kind]} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def card(manifest, sets, thresholds, verified):
    """The verifier's model card."""
    return CARD.format(
        side=SIDE, margin=MARGIN, detector=f"{manifest['name']} {manifest['version']}", kept=KEPT_SHARE, worth=WORTH_SHARE,
        thresholds=", ".join(f"{CLASSES[kind]} {value:.3f}" for kind, value in thresholds.items()),
        verified=", ".join(CLASSES[kind] for kind in verified) or "none",
        names=", ".join(NAMES), table=as_table(sets, thresholds),
    )


CARD = """# street-verifier 0.1

Looks once more at the crop of a box that {detector} would raise: is this really a stall, an overflowing bin, rubbish, a
vehicle, or something else? Input: the box with {margin:.0%} of its width and height added on each side, cut at the picture's
edges, letterboxed to {side} x {side}, BGR 0..255. Output: probabilities of {names}.

It starts from the detector's own backbone (YOLOX-nano, Megvii, Apache-2.0) and was trained on the pictures that
{detector} was trained on: labelled objects, and that detector's false boxes there. See that package's card for the sets, their
licences and doubts. Licence of the weights: Apache-2.0.

## Measured

Boxes of {detector} at its shipped thresholds. A true box overlaps an object of its class with IoU 0.5 or more, a false one
with less than 0.3; those between are left out. A box is dropped when its class's probability is under its threshold:
{thresholds}. Each keeps {kept:.0%} of the true boxes of the held-out pictures, real and rendered. Only a class that loses at least
{worth:.0%} of its false boxes there is verified by this package: {verified}. The others are shown for comparison and are let
through unasked. The test sets chose no threshold.

{table}

## Limits

- It knows the same pictures as the detector and shares its blind spots: an open or merely full bin that the labels call
  overflowing passes.
- `stall` is judged by rendered stalls and about ten real pictures: experimental.
- `vehicle` says that it is a vehicle, not that it may not stand there.
"""
