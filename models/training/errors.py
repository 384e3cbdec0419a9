#!/usr/bin/env python3
"""Shows why a model package errs: counts by cause per set and class, and contact sheets of the worst of each.

The sheets show parts of test pictures, so they stay out of the repository.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from causes import counted, mistakes
from data import DEFAULT_DATA, data_folder, read_pixels
from detect import OnnxRunner
from evaluate import Answers
from labels import DETECTORS
from sets import test_sets

CELL, COLUMNS, ROWS = 200, 6, 5
AROUND = 0.8
RED, YELLOW = (0, 0, 255), (0, 255, 255)


def made_by(answers, thresholds, sets, classes):
    """Rows (set, class, objects, mistakes) and {sheet name: [(picture path, mistake)]} over whole sets."""
    rows, sheets = [], {}
    for title, pictures, kinds in sets:
        made = {kind: [] for kind in kinds}
        for picture in pictures:
            size = read_pixels(picture.path).shape[:2]
            for kind in kinds:
                own = mistakes(picture, answers.of(picture), kind, thresholds, size)
                made[kind] += own
                for each in own:
                    sheets.setdefault(_sheet(title, classes[kind], each), []).append((picture.path, each))
        for kind in kinds:
            objects = sum(int((p.classes == kind).sum()) for p in pictures)
            if objects or made[kind]:
                rows.append((title, classes[kind], objects, made[kind]))
    return rows, sheets


def write_sheets(sheets, classes, folder):
    """One JPEG per name: false boxes with the highest scores first, missed objects with the largest first."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, entries in sheets.items():
        worst = sorted(entries, key=lambda entry: -_badness(entry[1]))[: COLUMNS * ROWS]
        cells = [cell(read_pixels(path), each, classes) for path, each in worst]
        cells += [np.zeros((CELL, CELL, 3), np.uint8)] * (-len(cells) % COLUMNS)
        lines = [np.hstack(cells[i : i + COLUMNS]) for i in range(0, len(cells), COLUMNS)]
        cv2.imwrite(str(folder / f"{name}.jpg"), np.vstack(lines))


def cell(image, mistake, classes):
    """The mistake's box in red with its surroundings, score and the other class: uint8 [CELL, CELL, 3]."""
    height, width = image.shape[:2]
    x1, y1, x2, y2 = (mistake.box * (width, height, width, height)).astype(int)
    reach = int(AROUND * max(x2 - x1, y2 - y1)) + 10
    left, top = max(0, (x1 + x2) // 2 - reach), max(0, (y1 + y2) // 2 - reach)
    part = image[top : top + 2 * reach, left : left + 2 * reach]
    scale = CELL / max(part.shape[:2])
    size = [max(1, int(side * scale)) for side in part.shape[1::-1]]
    shown = np.zeros((CELL, CELL, 3), np.uint8)
    shown[: size[1], : size[0]] = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    corners = [(int((x - left) * scale), int((y - top) * scale)) for x, y in ((x1, y1), (x2, y2))]
    cv2.rectangle(shown, *corners, RED, 2)
    text = f"{mistake.score:.2f}" + (f" {classes[mistake.other]}" if mistake.other is not None else "")
    cv2.putText(shown, text, (2, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, YELLOW)
    return shown


def _sheet(title, name, mistake):
    kind = "missed" if mistake.missed else "false"
    words = "".join(c if c.isalnum() else " " for c in f"{title} {name} {kind} {mistake.cause}").split()
    return "-".join(words)


def _badness(mistake):
    return float((mistake.box[2:] - mistake.box[:2]).prod()) if mistake.missed else mistake.score


def main():
    """Prints the counts of one package on its test sets and writes the sheets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder with manifest.json and its ONNX file")
    parser.add_argument("--out", type=Path, required=True, help="folder for the sheets, outside the repository")
    parser.add_argument("--data", help=f"data folder (default $STREETWARDEN_DATA, else {DEFAULT_DATA})")
    options = parser.parse_args()
    manifest = json.loads((options.package / "manifest.json").read_text())
    detector, data = DETECTORS[manifest["name"]], data_folder(options.data)
    answers = Answers(OnnxRunner(options.package / manifest["file"]))
    thresholds = [c["threshold"] for c in manifest["classes"]]
    rows, sheets = made_by(answers, thresholds, test_sets(data, detector), detector.classes)
    print(counted(rows))
    write_sheets(sheets, detector.classes, options.out)
    print(f"\n{len(sheets)} sheets in {options.out}")


if __name__ == "__main__":
    main()
