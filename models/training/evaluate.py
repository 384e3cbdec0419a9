#!/usr/bin/env python3
"""Measures a model package: AP50, precision, recall and false boxes per class, on held-out and test pictures."""

import argparse
import json
import re
from pathlib import Path

import numpy as np

from data import DEFAULT_DATA, data_folder, read_set, read_training_sets, split
from detect import OnnxRunner, detect
from labels import (
    BIN, BIN_OVERFLOW, BINS, CLASSES, COCO, EVERY_CLASS, RUBBISH, STALL, STALLS, TRAFFIC_KINDS, VEHICLES,
)
from metrics import ClassScore, best_threshold, judged
from teach import COCO_WEIGHTS, completed

LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 0.25, 0.80
MOST_FALSE_PER_PICTURE = 0.30
BIN_IGNORED = (3,)


class Answers:
    """What a runner finds in pictures, asked once per picture file."""

    def __init__(self, runner):
        self._runner, self._kept = runner, {}

    def of(self, picture):
        """(boxes [n, 4] fractions, classes [n], scores [n])."""
        if picture.path not in self._kept:
            self._kept[picture.path] = detect(self._runner, picture.path)
        return self._kept[picture.path]


def score_sets(answers, pictures, kinds):
    """Judges every picture: {class number: ClassScore} for the class numbers in `kinds`."""
    scores = {kind: ClassScore() for kind in kinds}
    for picture in pictures:
        boxes, classes, values = answers.of(picture)
        for kind, score in scores.items():
            own, truth = classes == kind, picture.boxes[picture.classes == kind]
            shielded = np.isin(picture.ignore_classes, (kind, EVERY_CLASS))
            score.add(*judged((boxes[own], values[own]), truth, picture.ignore_boxes[shielded]), len(truth))
    return scores


def score_pictures(runner, pictures):
    """{class name: AP50} over held-out pictures."""
    scores = score_sets(Answers(runner), pictures, range(len(CLASSES)))
    return {CLASSES[kind]: score.ap50() for kind, score in scores.items()}


def choose_thresholds(answers, validation):
    """One threshold per class, from the held-out pictures alone, real and rendered ones counting alike."""
    sets = [score_sets(answers, pictures, kinds) for _, pictures, kinds in validation_sets(validation)]
    return [
        best_threshold([scores[kind] for scores in sets], LOWEST_THRESHOLD, HIGHEST_THRESHOLD, MOST_FALSE_PER_PICTURE)
        for kind in range(len(CLASSES))
    ]


def test_sets(data):
    """(title, pictures, classes that are labelled completely there) of every test set; never trained on."""
    test = data / "test"
    street = (STALL, BIN, BIN_OVERFLOW, RUBBISH)
    bins = read_set(test / BINS.name, BINS, "labels_clean", BIN_IGNORED)
    catalogue = catalogue_names(test / BINS.name / "labels_clean.md")
    return [
        ("bins_garbage_cn, clean labels", bins, street),
        ("the same without catalogue shots", [p for p in bins if p.path.stem not in catalogue], street),
        ("vehicles_indonesia", read_set(test / VEHICLES.name, VEHICLES), (STALL, *TRAFFIC_KINDS)),
        ("stall_travel_mit", read_set(test / STALLS.name, STALLS), (STALL,)),
        ("coco128 (val2017)", read_set(test / COCO.name, COCO), (STALL, *TRAFFIC_KINDS)),
    ]


def catalogue_names(notes):
    """File stems that the benchmark's notes list as product shots."""
    section = notes.read_text().split("## catalogue", 1)[1].split("Borderline", 1)[0]
    return set(re.findall(r"cn_\d+_jpg", section))


def report(answers, thresholds, sets):
    """Rows (set, class, pictures, objects, AP50, precision, recall, false boxes per empty picture)."""
    rows = []
    for title, pictures, kinds in sets:
        for kind, score in score_sets(answers, pictures, kinds).items():
            precision, recall, false = score.at(thresholds[kind])
            rows.append({
                "set": title, "class": CLASSES[kind], "pictures": len(pictures), "objects": score.objects,
                "ap50": score.ap50(), "precision": precision, "recall": recall,
                "emptyPictures": len(score.empty), "falsePerEmptyPicture": false,
            })
    return rows


def as_table(rows):
    """The rows as a Markdown table."""
    head = "| set | class | pictures | objects | AP50 | precision | recall | false boxes per picture without one (n) |"
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    for r in rows:
        some = r["objects"] > 0
        figures = [f"{r[k]:.2f}" if some else "–" for k in ("ap50", "precision", "recall")]
        false = f"{r['falsePerEmptyPicture']:.3f} ({r['emptyPictures']})" if r["emptyPictures"] else "–"
        cells = [r["set"], r["class"], str(r["pictures"]), str(r["objects"]), *figures, false]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def validation_sets(validation):
    """Held-out pictures as (title, pictures, classes): real and rendered apart."""
    kinds = tuple(range(len(CLASSES)))
    real = [p for p in validation if p.source.name != "scenes"]
    rendered = [p for p in validation if p.source.name == "scenes"]
    sets = [("held out, real", real, kinds)]
    return sets + [("held out, rendered", rendered, kinds)] if rendered else sets


def main():
    """Prints the tables of one package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="folder with manifest.json and its ONNX file")
    parser.add_argument("--data", help=f"data folder (default $STREETWARDEN_DATA, else {DEFAULT_DATA})")
    parser.add_argument("--scenes", help="folder of rendered stills; adds the held-out pictures to the report")
    parser.add_argument("--earlier", help="first-round checkpoint, as given to train.py")
    parser.add_argument("--work", default="work", help="folder for caches (default %(default)s)")
    options = parser.parse_args()
    manifest = json.loads((options.package / "manifest.json").read_text())
    data, answers = data_folder(options.data), Answers(OnnxRunner(options.package / manifest["file"]))
    thresholds = [c["threshold"] for c in manifest["classes"]]
    sets = test_sets(data)
    if options.scenes:
        _, validation = split(read_training_sets(data, options.scenes))
        work = Path(options.work)
        work.mkdir(parents=True, exist_ok=True)
        validation = completed(validation, data / COCO_WEIGHTS, options.earlier, work)
        sets = validation_sets(validation) + sets
    print(as_table(report(answers, thresholds, sets)))


if __name__ == "__main__":
    main()
