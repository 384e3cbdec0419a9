"""Average precision at IoU 0.5 with ignore boxes, the best threshold, and false boxes per picture."""

import numpy as np

from boxes import covered, iou_matrix

MATCH_IOU = 0.5
IGNORE_COVER = 0.5
LEAST_OBJECTS, LEAST_EMPTY = 20, 20
DRAWS = 300


def judged(found, boxes, ignore):
    """Judges one picture's detections of one class, best first.

    found: (boxes [n, 4], scores [n]); boxes [m, 4] the objects; ignore [k, 4]. Objects are matched first; a
    detection left over that lies half or more in an ignore box counts neither way.
    Returns (scores, hits) of the detections that count.
    """
    order = np.argsort(-found[1], kind="stable")
    rows, scores = found[0][order], found[1][order]
    hits, _ = matched(rows, boxes)
    counts = hits | ~(covered(rows, ignore) >= IGNORE_COVER).any(1)
    return scores[counts], hits[counts]


def matched(rows, boxes):
    """Which of the found boxes [n, 4], best first, meet an object of their own, and which objects [m, 4] are met."""
    hits, taken = np.zeros(len(rows), bool), np.zeros(len(boxes), bool)
    overlap = iou_matrix(rows, boxes)
    for row in range(len(rows)):
        free = np.where(taken, -1.0, overlap[row])
        if len(free) and free.max() >= MATCH_IOU:
            taken[free.argmax()] = hits[row] = True
    return hits, taken


class ClassScore:
    """Gathers judged detections of one class over a set of pictures."""

    def __init__(self):
        self._scores, self._hits, self._objects, self.objects, self.empty = [], [], [], 0, []
        self._order = None

    def add(self, scores, hits, objects):
        """One picture's judged detections and how many objects of the class it holds."""
        self._order = None
        self._scores.append(scores)
        self._hits.append(hits)
        self._objects.append(objects)
        self.objects += objects
        if not objects:
            self.empty.append(np.asarray(scores))

    def ap50(self, times=None):
        """Area under the precision envelope over recall (101 points), nan without objects.

        times: how often each picture counts, in the order of adding; once where it is None.
        """
        times = np.ones(len(self._scores)) if times is None else times
        objects = float(np.dot(times, self._objects)) if len(times) else 0.0
        if not objects:
            return float("nan")
        hits, pictures = self._ordered()
        weights = times[pictures]
        right, all_ = np.cumsum(weights * hits), np.cumsum(weights)
        right, all_ = right[all_ > 0], all_[all_ > 0]
        if not len(right):
            return 0.0
        envelope = np.maximum.accumulate((right / all_)[::-1])[::-1]
        grid = np.linspace(0, 1, 101)
        return float(np.interp(grid, right / objects, envelope, left=envelope[0], right=0.0).mean())

    def ap50_interval(self):
        """(low, high) of AP50 in 95 % of samples drawn anew from the pictures (bootstrap), nan without objects."""
        if not self.objects:
            return float("nan"), float("nan")
        return _interval(len(self._scores), self.ap50)

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

    def _ordered(self):
        """Hits and picture numbers of all detections, best score first."""
        if self._order is None:
            scores, hits = self._joined()
            order = np.argsort(-scores, kind="stable")
            numbers = np.repeat(np.arange(len(self._scores)), [len(s) for s in self._scores])
            self._order = hits[order], numbers[order]
        return self._order

    def _joined(self):
        if not self._scores:
            return np.zeros(0), np.zeros(0, bool)
        return np.concatenate(self._scores), np.concatenate(self._hits).astype(bool)


def auroc(scores, positive):
    """Chance that a positive scores above a negative (ties count half), and its 95 % interval by bootstrap."""

    def of(times):
        chosen = np.repeat(np.arange(len(scores)), times.astype(int))
        good, bad = scores[chosen][positive[chosen]], scores[chosen][~positive[chosen]]
        if not len(good) or not len(bad):
            return float("nan")
        return float(((good[:, None] > bad).mean() + (good[:, None] >= bad).mean()) / 2)

    return of(np.ones(len(scores))), _interval(len(scores), of)


def _interval(pictures, figure):
    rng = np.random.default_rng(0)
    drawn = [figure(rng.multinomial(pictures, np.full(pictures, 1 / pictures))) for _ in range(DRAWS)]
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return float(low), float(high)


def best_threshold(scores, sources, lowest, highest, most_false, least_precision=0.0):
    """One threshold for a class from its ClassScore on each set of pictures and on each source of them.

    The best mean F1 over the sets with at least LEAST_OBJECTS objects, among the thresholds with at most
    `most_false` false boxes per picture without one, see `false_boxes`, and at least `least_precision` on each of the sets;
    `highest` where there is none.
    """
    telling = [score for score in scores if score.objects >= LEAST_OBJECTS]
    best, best_f1 = highest, -1.0
    for percent in range(round(100 * lowest), round(100 * highest) + 1):
        threshold = percent / 100
        f1 = np.mean([score.f1(threshold) for score in telling]) if telling else 0.0
        precise = all(score.at(threshold)[0] >= least_precision for score in telling)
        if f1 > best_f1 and precise and false_boxes(sources, threshold) <= most_false:
            best, best_f1 = threshold, f1
    return best


def false_boxes(sources, threshold):
    """False boxes from `threshold` up per picture without an object, of the worst source.

    Sources with fewer than LEAST_EMPTY such pictures are taken together, and as LEAST_EMPTY pictures where they are fewer
    even so: one box in five pictures says little.
    """
    large = [score for score in sources if len(score.empty) >= LEAST_EMPTY]
    small = [score for score in sources if len(score.empty) < LEAST_EMPTY]
    return max(_false_rate(part, threshold) for part in [*([score] for score in large), small])


def _false_rate(scores, threshold):
    pictures = sum(len(score.empty) for score in scores)
    return sum(len(score.empty) * score.at(threshold)[2] for score in scores) / max(LEAST_EMPTY, pictures)
