#!/usr/bin/env python3
"""Measures a model package: AP50, precision, recall and false boxes per class, on held-out and test pictures."""

import argparse
import json
from pathlib import Path

import numpy as np

from data import DEFAULT_DATA, data_folder, read_training_sets, split
from detect import OnnxRunner, detect, detect_pixels
from labels import DETECTORS, EVERY_CLASS
from metrics import ClassScore, auroc, best_threshold, judged
from sets import alarm_sets, test_sets, validation_sets, validation_sources
from teach import COCO_WEIGHTS, completed

LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 0.25, 0.95
MOST_FALSE_PER_PICTURE = 0.05


class Answers:
    """What a runner finds in pictures, asked once per picture file."""

    def __init__(self, runner):
        self._runner, self._kept = runner, {}

    def of(self, picture):
        """(boxes [n, 4] fractions, classes [n], scores [n])."""
        if picture.path not in self._kept:
            self._kept[picture.path] = detect(self._runner, picture.path)
        return self._kept[picture.path]

    def highest_on_blanks(self, classes):
        """The highest score [classes] on pictures that show nothing at all: a covered lens, a lost signal."""
        highest = np.zeros(classes)
        for blank in blanks():
            _, kinds, scores = detect_pixels(self._runner, blank)
            np.maximum.at(highest, kinds, scores)
        return highest


def blanks():
    """Pictures uint8 [720, 1280, 3] without anything in them: greys, plain colours, slopes, noise; always the same."""
    rng = np.random.default_rng(1)
    shape = (720, 1280, 3)
    plain = [np.full(3, grey) for grey in range(0, 256, 15)] + list(rng.integers(0, 256, (12, 3)))
    across, down = np.linspace(0, 1, shape[1])[None, :, None], np.linspace(0, 1, shape[0])[:, None, None]
    slopes = [(ends, along) for along in (across, down) for ends in rng.integers(0, 256, (4, 2, 3))]
    pictures = [np.broadcast_to(colour, shape) for colour in plain]
    pictures += [np.broadcast_to(first * (1 - along) + last * along, shape) for (first, last), along in slopes]
    pictures += [rng.normal(100, deviation, shape).clip(0, 255) for deviation in (3, 10, 30)]
    return [np.ascontiguousarray(picture, np.uint8) for picture in pictures]


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


def score_pictures(runner, pictures, classes):
    """{class name: AP50} over held-out pictures."""
    scores = score_sets(Answers(runner), pictures, range(len(classes)))
    return {classes[kind]: score.ap50() for kind, score in scores.items()}


def choose_thresholds(answers, validation, detector):
    """One threshold per class, from the held-out pictures alone, real and rendered ones counting alike; above what the
    detector says of pictures that show nothing."""
    lowest = np.ceil(100 * answers.highest_on_blanks(len(detector.classes)) + 1) / 100
    sets, sources = ([score_sets(answers, pictures, kinds) for _, pictures, kinds in parts(validation, detector)]
                     for parts in (validation_sets, validation_sources))
    return [
        best_threshold(_of_class(sets, kind), _of_class(sources, kind),
                       max(LOWEST_THRESHOLD, float(lowest[kind])), HIGHEST_THRESHOLD, MOST_FALSE_PER_PICTURE,
                       0.0 if name in detector.experimental else detector.least_precision)
        for kind, name in enumerate(detector.classes)
    ]


def _of_class(sets, kind):
    return [scores[kind] for scores in sets if kind in scores]


def report(answers, thresholds, sets, classes):
    """Rows (set, class, pictures, objects, AP50 and its 95 % interval, precision, recall, false boxes)."""
    rows = []
    for title, pictures, kinds in sets:
        for kind, score in score_sets(answers, pictures, kinds).items():
            precision, recall, false = score.at(thresholds[kind])
            rows.append({
                "set": title, "class": classes[kind], "pictures": len(pictures), "objects": score.objects,
                "ap50": score.ap50(), "interval": score.ap50_interval(), "precision": precision, "recall": recall,
                "emptyPictures": len(score.empty), "falsePerEmptyPicture": false,
            })
    return rows


def alarms(answers, sets):
    """Rows (set, pictures, AUROC of the highest score of the classes that may raise an alarm, and its interval)."""
    rows = []
    for title, pictures, positive, kinds in sets:
        highest = np.array([_highest(answers.of(picture), kinds) for picture in pictures])
        value, interval = auroc(highest, np.array(positive))
        rows.append({"set": title, "pictures": len(pictures), "positive": sum(positive), "auroc": value,
                     "interval": interval})
    return rows


def as_table(rows):
    """The rows with objects as a Markdown table."""
    lines = ["| set | class | pictures | objects | AP50 (95 %) | precision | recall |", "|---|---|---|---|---|---|---|"]
    for r in rows:
        if r["objects"]:
            figures = [with_interval(r["ap50"], r["interval"]), f"{r['precision']:.2f}", f"{r['recall']:.2f}"]
            cells = [r["set"], r["class"], str(r["pictures"]), str(r["objects"]), *figures]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def as_cross_table(rows, classes):
    """False boxes per picture known to hold none of the class, each set against each class."""
    lines = [f"| set | {' | '.join(classes)} |", "|---|" + "---|" * len(classes)]
    for title in dict.fromkeys(r["set"] for r in rows):
        own = {r["class"]: r for r in rows if r["set"] == title and r["emptyPictures"]}
        cells = [f"{own[c]['falsePerEmptyPicture']:.3f} ({own[c]['emptyPictures']})" if c in own else "–"
                 for c in classes]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def as_alarm_table(rows):
    """The alarm rows as a Markdown table."""
    lines = ["| set | pictures | with an alarm | AUROC (95 %) |", "|---|---|---|---|"]
    lines += [f"| {r['set']} | {r['pictures']} | {r['positive']} | {with_interval(r['auroc'], r['interval'])} |"
              for r in rows]
    return "\n".join(lines)


def with_interval(value, interval):
    """A figure and its 95 % interval as text."""
    return f"{value:.2f} ({interval[0]:.2f}–{interval[1]:.2f})"


def _highest(found, kinds):
    scores = found[2][np.isin(found[1], kinds)]
    return float(scores.max()) if len(scores) else 0.0


def main():
    """Prints the tables of one package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="folder with manifest.json and its ONNX file")
    parser.add_argument("--data", help=f"data folder (default $STREETWARDEN_DATA, else {DEFAULT_DATA})")
    parser.add_argument("--scenes", help="folder of rendered stills; adds the held-out pictures to the report")
    parser.add_argument("--work", default="work", help="folder for caches (default %(default)s)")
    options = parser.parse_args()
    manifest = json.loads((options.package / "manifest.json").read_text())
    data, answers = data_folder(options.data), Answers(OnnxRunner(options.package / manifest["file"]))
    thresholds = [c["threshold"] for c in manifest["classes"]]
    detector = DETECTORS[manifest["name"]]
    sets = test_sets(data, detector)
    if options.scenes:
        _, validation = split(read_training_sets(data, options.scenes, detector))
        work = Path(options.work)
        work.mkdir(parents=True, exist_ok=True)
        validation = completed(validation, data / COCO_WEIGHTS, work)
        sets = validation_sets(validation, detector) + sets
    rows = report(answers, thresholds, sets, detector.classes)
    print(as_table(rows), as_cross_table(rows, detector.classes), sep="\n\n")
    print("", as_alarm_table(alarms(answers, alarm_sets(data, detector))), sep="\n")


if __name__ == "__main__":
    main()
