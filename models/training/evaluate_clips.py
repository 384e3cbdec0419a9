#!/usr/bin/env python3
"""Measures a model package on the demo's clips: per clip and class how often an object of the truth is found.

The clips come from the renderer that made part of the training pictures: this shows that the demo works, and
nothing about real streets.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from detect import OnnxRunner, detect_pixels
from labels import CLASSES
from metrics import ClassScore, judged

SMALLEST_SIDE = 0.02


def truth_frames(clip, truth):
    """(BGR picture, boxes [n, 4] fractions, classes [n]) of every frame the truth file describes."""
    video = cv2.VideoCapture(str(clip))
    wanted = {round(f["ptsUs"] * truth["fps"] / 1e6): f["boxes"] for f in truth["frames"]}
    number = 0
    while True:
        good, image = video.read()
        if not good:
            break
        if number in wanted:
            rows = wanted[number]
            boxes = np.array([r["box"] for r in rows], np.float32).reshape(-1, 4)
            yield image, boxes, np.array([CLASSES.index(r["label"]) for r in rows], np.int64)
        number += 1
    if number <= max(wanted):
        raise ValueError(f"{clip}: expected at least {max(wanted) + 1} frames, found {number}")


def score_clip(runner, clip, truth):
    """{class number: ClassScore}; tiny objects count neither way."""
    scores = {kind: ClassScore() for kind in range(len(CLASSES))}
    for image, boxes, classes in truth_frames(clip, truth):
        found, kinds, values = detect_pixels(runner, image)
        small = (boxes[:, 2:] - boxes[:, :2]).min(1, initial=1) < SMALLEST_SIDE
        for kind, score in scores.items():
            own, real = kinds == kind, classes == kind
            objects = boxes[real & ~small]
            score.add(*judged((found[own], values[own]), objects, boxes[real & small]), len(objects))
    return scores


def main():
    """Prints one row per clip and class."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder with manifest.json and its ONNX file")
    parser.add_argument("clips", type=Path, help="folder of NAME.mp4 with NAME.truth.json")
    options = parser.parse_args()
    manifest = json.loads((options.package / "manifest.json").read_text())
    runner = OnnxRunner(options.package / manifest["file"])
    print("| clip | class | objects | AP50 | precision | recall | false boxes per frame without one (n) |")
    print("|---|---|---|---|---|---|---|")
    for path in sorted(options.clips.glob("*.truth.json")):
        truth = json.loads(path.read_text())
        scores = score_clip(runner, options.clips / truth["clip"], truth)
        for kind, score in scores.items():
            precision, recall, false = score.at(manifest["classes"][kind]["threshold"])
            shown = f"{score.ap50():.2f} | {precision:.2f} | {recall:.2f}" if score.objects else "– | – | –"
            false_shown = f"{false:.3f} ({len(score.empty)})"
            print(f"| {truth['clip']} | {CLASSES[kind]} | {score.objects} | {shown} | {false_shown} |", flush=True)


if __name__ == "__main__":
    main()
