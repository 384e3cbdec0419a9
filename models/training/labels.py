"""Which classes we detect, what each source calls them, which it labels completely, and how gaps are closed.

Traffic that a source does not label is closed with the COCO network's boxes: sure ones become labels, unsure ones
become ignore boxes, and everything else is a negative. Street things that a source does not label were looked for
by eye: absent, mended one by one, or (small bins in stall pictures) left open over whole pictures.
"""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from boxes import covered, iou_matrix
from loss import EVERY_CLASS

CLASSES = ("stall", "bin", "bin_overflow", "rubbish", "vehicle", "person")
STALL, BIN, BIN_OVERFLOW, RUBBISH, VEHICLE, PERSON = range(len(CLASSES))

COCO_SEEDS = (25, 28, 28, 26, 2, 0)
COCO_TO_OURS = {0: PERSON, 2: VEHICLE, 5: VEHICLE, 7: VEHICLE}

STREET_KINDS = (STALL, BIN, BIN_OVERFLOW, RUBBISH)
TRAFFIC_KINDS = (VEHICLE, PERSON)

WHOLE_PICTURE = np.array([[0.0, 0.0, 1.0, 1.0]], np.float32)
SAME_OBJECT_IOU = 0.4
SAME_OBJECT_COVER = 0.7


@dataclass(frozen=True)
class Source:
    """One set of pictures: its folder, its class numbers in ours, and how gaps are closed.

    coco: classes to add from the COCO network; unlabelled: classes neither present nor absent in any picture.
    A class in neither is labelled completely (or its absence was checked). share: part of the drawn pictures;
    a picture holding one of the `rare` classes is drawn `rare_weight` times as often. Pictures taken from above may
    be turned upside down.
    """

    name: str
    classes: dict
    share: float
    coco: tuple = ()
    unlabelled: tuple = ()
    rare: tuple = ()
    rare_weight: float = 1.0
    from_above: bool = False


BINS = Source("bins_garbage_cn", {0: RUBBISH, 1: BIN, 2: BIN_OVERFLOW}, 0.60, coco=TRAFFIC_KINDS)
VEHICLES = Source(
    "vehicles_indonesia",
    {0: VEHICLE, 1: VEHICLE, 3: PERSON, 4: VEHICLE},
    0.10,
    coco=TRAFFIC_KINDS,
)
STALLS = Source(
    "stall_travel_mit",
    {0: STALL},
    0.08,
    coco=TRAFFIC_KINDS,
    unlabelled=(BIN,),
    rare=(STALL,),
    rare_weight=3.0,
)
COCO = Source("coco128", COCO_TO_OURS, 0.12)
REAL_SOURCES = (BINS, VEHICLES, STALLS, COCO)
SCENES = Source("scenes", {number: number for number in range(len(CLASSES))}, 0.28,
                rare=(BIN_OVERFLOW,), rare_weight=2.5)

CANOPY, VEHICLE_BELOW, RUBBISH_BELOW = range(3)
BOGOTA = Source("vendor_aerial_bogota", {0: CANOPY}, 0.5, unlabelled=(VEHICLE_BELOW,), from_above=True)
AERIAL_SCENES = Source("aerial-scenes", {number: number for number in range(3)}, 0.5, from_above=True)


@dataclass(frozen=True)
class Detector:
    """One network of ours: its classes in output order, the COCO class each starts from, and what it learns from.

    real_kinds: the classes that real pictures can be asked about. experimental: those that they hardly show.
    least_precision: of the others on held-out pictures, at their thresholds.
    """

    name: str
    version: str
    classes: tuple
    seeds: tuple
    sources: tuple
    scenes: Source
    real_kinds: tuple
    experimental: tuple
    least_precision: float = 0.0


STREET = Detector(
    "street-nano", "0.4", CLASSES, COCO_SEEDS, REAL_SOURCES, SCENES, tuple(range(len(CLASSES))), ("stall",)
)
AERIAL = Detector(
    "aerial-nano", "0.3", ("vendor_canopy", "vehicle", "rubbish"), (25, 2, 26), (BOGOTA,), AERIAL_SCENES, (CANOPY,),
    ("vehicle", "rubbish"), least_precision=0.95,
)
DETECTORS = {detector.name: detector for detector in (STREET, AERIAL)}


@dataclass(frozen=True)
class Labelled:
    """A picture and what is known of it; boxes [n, 4] x1 y1 x2 y2 as fractions of the picture, classes [n].

    In the ignore boxes a class (EVERY_CLASS: any) may or may not be present.
    """

    path: Path
    source: Source
    boxes: np.ndarray
    classes: np.ndarray
    ignore_boxes: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    ignore_classes: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def key(self):
        """Name that is the same on every machine: source and file name."""
        return f"{self.source.name}/{self.path.name}"


def unlabelled(paths, source):
    """Pictures of which no box is known."""
    return [Labelled(path, source, _boxes([]), np.zeros(0, np.int64)) for path in paths]


def read_yolo(path, classes, ignored=()):
    """Boxes and classes of a YOLO txt file: (boxes, classes, ignore boxes); classes not listed are left out."""
    boxes, kinds, ignore = [], [], []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fields = line.split()
        if not fields:
            continue
        if len(fields) != 5:
            raise ValueError(f"{path}:{number}: expected 'class cx cy w h', found '{line}'")
        kind, cx, cy, w, h = int(fields[0]), *map(float, fields[1:])
        box = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2]
        if kind in ignored:
            ignore.append(box)
        elif kind in classes:
            boxes.append(box)
            kinds.append(classes[kind])
    return _boxes(boxes), np.array(kinds, np.int64), _boxes(ignore)


def complete(picture, found, kinds, sure, doubtful):
    """The picture with a network's boxes added for `kinds`.

    found: (boxes [n, 4] fractions, classes [n], scores [n]). Scores from `sure` up become labels, scores from
    `doubtful` up become ignore boxes, lower ones are left as negatives. Boxes that repeat a label are dropped.
    """
    boxes, classes, scores = found
    wanted = np.isin(classes, kinds) & (scores >= doubtful) & ~_repeats(picture, boxes, classes)
    label, doubt = wanted & (scores >= sure), wanted & (scores < sure)
    return replace(
        picture,
        boxes=np.concatenate((picture.boxes, boxes[label])),
        classes=np.concatenate((picture.classes, classes[label])),
        ignore_boxes=np.concatenate((picture.ignore_boxes, boxes[doubt])),
        ignore_classes=np.concatenate((picture.ignore_classes, classes[doubt])),
    )


def corrected(picture, rows):
    """The picture with label faults mended; rows: [what, x1, y1, x2, y2], fractions.

    what: a class name adds an object; "ignore" marks a box where nothing counts, "replace" also drops the label that lies there.
    """
    if not rows:
        return picture
    marked = [row[1:] for row in rows if row[0] in ("ignore", "replace")]
    added = [row for row in rows if row[0] in CLASSES]
    kept = iou_matrix(picture.boxes, _boxes([row[1:] for row in rows if row[0] == "replace"])).max(1, initial=0) < 0.99
    return replace(
        picture,
        boxes=np.concatenate((picture.boxes[kept], _boxes([row[1:] for row in added]))),
        classes=np.concatenate((picture.classes[kept], np.array([CLASSES.index(row[0]) for row in added], np.int64))),
        ignore_boxes=np.concatenate((picture.ignore_boxes, _boxes(marked))),
        ignore_classes=np.concatenate((picture.ignore_classes, np.full(len(marked), EVERY_CLASS, np.int64))),
    )


def mask(picture, kinds):
    """The picture with `kinds` neither present nor absent anywhere: where a source does not say."""
    kinds = np.array(kinds, np.int64)
    return replace(
        picture,
        ignore_boxes=np.concatenate((picture.ignore_boxes, np.repeat(WHOLE_PICTURE, len(kinds), 0))),
        ignore_classes=np.concatenate((picture.ignore_classes, kinds)),
    )


def read_found(path):
    """Boxes a network found, by picture key, as written by `write_found`."""
    stored = json.loads(Path(path).read_text())
    return {
        key: (_boxes(rows and [r[:4] for r in rows]), np.array([int(r[4]) for r in rows], np.int64),
              np.array([r[5] for r in rows], np.float32))
        for key, rows in stored.items()
    }


def write_found(path, found):
    """Writes {picture key: (boxes, classes, scores)} as JSON rows x1 y1 x2 y2 class score, fractions."""
    rows = {
        key: [[*(round(float(v), 5) for v in box), int(kind), round(float(score), 4)]
              for box, kind, score in zip(*parts)]
        for key, parts in found.items()
    }
    Path(path).write_text(json.dumps(rows))


def _repeats(picture, boxes, classes):
    if not len(picture.boxes) or not len(boxes):
        return np.zeros(len(boxes), bool)
    same_kind = classes[:, None] == picture.classes[None]
    overlap = iou_matrix(boxes, picture.boxes) > SAME_OBJECT_IOU
    inside = covered(boxes, picture.boxes) > SAME_OBJECT_COVER
    return (same_kind & (overlap | inside)).any(1)


def _boxes(rows):
    return np.array(rows, np.float32).reshape(-1, 4)
