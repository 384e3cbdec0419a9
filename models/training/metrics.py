"""Average precision at IoU 0.5 with ignore boxes, the best threshold, and false boxes per picture."""

import numpy as np

from boxes import covered, iou_matrix

MATCH_IOU = 0.5
IGNORE_COVER = 0.5
LEAST_OBJECTS = 20


def judged(found, boxes, ignore):
    """Judges one picture's detections of one class, best first.

    found: (boxes [n, 4], scores [n]); boxes [m, 4] the objects; ignore [k, 4]. Objects are matched first; a
    detection left over that lies half or more in an ignore box counts neither way.
    Returns (scores, hits) of the detections that count.
    """
    order = np.argsort(-found[1], kind="stable")
    rows, scores = found[0][order], found[1][order]
    taken, hits = np.zeros(len(boxes), bool), np.zeros(len(rows), bool)
    overlap = iou_matrix(rows, boxes)
    for row in range(len(rows)):
        free = np.where(taken, -1.0, overlap[row]) if len(boxes) else np.zeros(0)
        if len(free) and free.max() >= MATCH_IOU:
            taken[free.argmax()] = hits[row] = True
    counts = hits | ~(covered(rows, ignore) >= IGNORE_COVER).any(1)
    return scores[counts], hits[counts]


class ClassScore:
    """Gathers judged detections of one class over a set of pictures."""

    def __init__(self):
        self._scores, self._hits, self.objects, self.empty = [], [], 0, []

    def add(self, scores, hits, objects):
        """One picture's judged detections and how many objects of the class it holds."""
        self._scores.append(scores)
        self._hits.append(hits)
        self.objects += objects
        if not objects:
            self.empty.append(np.asarray(scores))

    def ap50(self):
        """Area under the precision envelope over recall (101 points), nan without objects."""
        if not self.objects:
            return float("nan")
        recall, precision, _ = self._curve()
        if not len(recall):
            return 0.0
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        grid = np.linspace(0, 1, 101)
        return float(np.interp(grid, recall, envelope, left=envelope[0], right=0.0).mean())

    def at(self, threshold):
        """(precision, recall, false boxes per picture that holds none) of detections from `threshold` up."""
        scores, hits = self._joined()
        over = scores >= threshold
        right = int((over & hits).sum())
        precision = right / max(1, int(over.sum()))
        false = sum(int((s >= threshold).sum()) for s in self.empty) / max(1, len(self.empty))
        return precision, right / max(1, self.objects), false

    def f1(self, threshold):
        """Harmonic mean of precision and recall of detections from `threshold` up."""
        precision, recall, _ = self.at(threshold)
        return 2 * precision * recall / max(1e-9, precision + recall)

    def _joined(self):
        if not self._scores:
            return np.zeros(0), np.zeros(0, bool)
        return np.concatenate(self._scores), np.concatenate(self._hits).astype(bool)

    def _curve(self):
        scores, hits = self._joined()
        order = np.argsort(-scores, kind="stable")
        right = np.cumsum(hits[order])
        return right / self.objects, right / np.arange(1, len(right) + 1), scores[order]


def best_threshold(scores, lowest, highest, most_false):
    """One threshold for a class from its ClassScore on each set of pictures.

    The best mean F1 over the sets with at least LEAST_OBJECTS objects, among the thresholds with at most
    `most_false` false boxes per picture without one over all sets; `highest` where there is none.
    """
    telling = [score for score in scores if score.objects >= LEAST_OBJECTS]
    best, best_f1 = highest, -1.0
    for percent in range(round(100 * lowest), round(100 * highest) + 1):
        threshold = percent / 100
        f1 = np.mean([score.f1(threshold) for score in telling]) if telling else 0.0
        if f1 > best_f1 and false_boxes(scores, threshold) <= most_false:
            best, best_f1 = threshold, f1
    return best


def false_boxes(scores, threshold):
    """False boxes from `threshold` up per picture without an object, over several sets."""
    pictures = sum(len(score.empty) for score in scores)
    return sum(len(score.empty) * score.at(threshold)[2] for score in scores) / max(1, pictures)
