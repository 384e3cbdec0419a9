"""Why a detector errs: every object it misses and every false box at its thresholds, by cause."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from boxes import covered, iou_matrix
from data import Letterbox
from labels import EVERY_CLASS
from metrics import IGNORE_COVER, MATCH_IOU, matched

MISSES = ("called another class", "loose box", "under threshold", "small", "not seen")
FALSE = ("on another class", "second box", "loose", "background")
LOOSE_IOU = 0.1
LEAST_SCORE = 0.05
SMALL_SIDE = 32.0


@dataclass(frozen=True)
class Mistake:
    """A missed object (cause in MISSES) or a false box (cause in FALSE): its box as fractions of the picture.

    score: of the false box, or the best of its class on the missed object (0: none). other: the class that was found
    or stands there instead, None where there is none.
    """

    missed: bool
    cause: str
    box: np.ndarray
    score: float
    other: int = None


def mistakes(picture, found, kind, thresholds, size):
    """Every mistake of one class in one picture of `size` (height, width).

    found: (boxes [n, 4] fractions, classes [n], scores [n]) of all scores; thresholds: one per class.
    """
    boxes, classes, scores = found
    own = np.flatnonzero(classes == kind)
    own = own[np.argsort(-scores[own], kind="stable")]
    over = own[scores[own] >= thresholds[kind]]
    truth = picture.boxes[picture.classes == kind]
    hits, met = matched(boxes[over], truth)
    raised = scores >= np.asarray(thresholds)[classes]
    others = raised & (classes != kind)
    missed = [_missed(box, boxes, scores, own, over, (np.flatnonzero(others), classes), size)
              for box in truth[~met]]
    shielded = picture.ignore_boxes[np.isin(picture.ignore_classes, (kind, EVERY_CLASS))]
    return missed + [
        _false(picture, boxes[row], float(scores[row]), kind) for row in over[~hits]
        if not (covered(boxes[row][None], shielded) >= IGNORE_COVER).any()
    ]


def _missed(box, boxes, scores, own, over, others, size):
    def overlaps(rows):
        return iou_matrix(box[None], boxes[rows])[0]

    best = float(scores[own][overlaps(own) >= MATCH_IOU].max(initial=0.0))
    rows, classes = others
    called = rows[overlaps(rows) >= MATCH_IOU]
    if len(called):
        return Mistake(True, MISSES[0], box, best, int(classes[called[scores[called].argmax()]]))
    if overlaps(over).max(initial=0.0) >= LOOSE_IOU:
        return Mistake(True, MISSES[1], box, best)
    if best >= LEAST_SCORE:
        return Mistake(True, MISSES[2], box, best)
    return Mistake(True, MISSES[3] if _side(box, size) < SMALL_SIDE else MISSES[4], box, best)


def _false(picture, box, score, kind):
    apart = picture.classes != kind
    overlap = iou_matrix(box[None], picture.boxes)[0]
    if (overlap[apart] >= MATCH_IOU).any():
        return Mistake(False, FALSE[0], box, score, int(picture.classes[np.where(apart, overlap, -1).argmax()]))
    nearest = overlap[~apart].max(initial=0.0)
    cause = FALSE[1] if nearest >= MATCH_IOU else FALSE[2] if nearest >= LOOSE_IOU else FALSE[3]
    return Mistake(False, cause, box, score)


def _side(box, size):
    """The side in canvas pixels of a square as large as the box."""
    height, width = size
    sides = (box[2:] - box[:2]) * (width, height) * Letterbox.of(height, width).scale
    return float(np.sqrt(sides.prod()))


def counted(rows):
    """The mistakes as a Markdown table; rows: (set, class, objects, mistakes)."""
    heads = [f"missed: {cause}" for cause in MISSES] + [f"false: {cause}" for cause in FALSE]
    lines = [f"| set | class | objects | {' | '.join(heads)} |", "|---|---|---|" + "---|" * len(heads)]
    for title, name, objects, made in rows:
        counts = Counter((m.missed, m.cause) for m in made)
        cells = [counts[True, cause] for cause in MISSES] + [counts[False, cause] for cause in FALSE]
        lines.append(f"| {title} | {name} | {objects} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)
