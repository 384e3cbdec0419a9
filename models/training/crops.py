"""Crops for the verifier: cut with a margin, named by what truly stands there."""

from dataclasses import dataclass

import cv2
import numpy as np

from augment import STRONG, recoloured
from boxes import covered, iou_matrix
from data import Letterbox, read_pixels
from labels import BIN_OVERFLOW, CLASSES, EVERY_CLASS, RUBBISH, STALL, VEHICLE

VERIFIED = (STALL, BIN_OVERFLOW, RUBBISH, VEHICLE)
NAMES = (*(CLASSES[kind] for kind in VERIFIED), "other")
OTHER = len(VERIFIED)
SIDE, MARGIN = 128, 0.25
SAME_IOU, APART_IOU = 0.5, 0.3
CACHE_SIDE = 720


@dataclass(frozen=True)
class Crop:
    """One box of a picture (fractions) and the number of its name in NAMES; group: what it is drawn with."""

    path: object
    box: np.ndarray
    name: int
    group: str


def cut(image, box, side=SIDE):
    """The box with its margin, cut at the picture's edges, letterboxed: uint8 [side, side, 3]."""
    height, width = image.shape[:2]
    x1, y1, x2, y2 = box * [width, height, width, height]
    wide, high = MARGIN * (x2 - x1), MARGIN * (y2 - y1)
    left, top = int(max(0, np.floor(x1 - wide))), int(max(0, np.floor(y1 - high)))
    right, bottom = int(min(width, np.ceil(x2 + wide))), int(min(height, np.ceil(y2 + high)))
    part = image[top : max(bottom, top + 1), left : max(right, left + 1)]
    return Letterbox.of(*part.shape[:2], side, side).draw(part, side, side)


def true_crops(picture):
    """The labelled objects of a picture; bins and persons are `other`."""
    return [Crop(picture.path, box, VERIFIED.index(kind) if kind in VERIFIED else OTHER, CLASSES[kind])
            for box, kind in zip(picture.boxes, picture.classes)]


def found_crops(picture, found, lowest):
    """A detector's boxes of the verified classes, from score `lowest` up, that the labels tell apart.

    found: (boxes [n, 4] fractions, classes [n], scores [n]). A box on no object of its class is `other`; one that
    half covers such an object, or lies partly in an ignore box, is left out.
    """
    crops = []
    for box, kind, score in zip(*found):
        if kind not in VERIFIED or score < lowest:
            continue
        own = picture.boxes[picture.classes == kind]
        overlap = iou_matrix(box[None], own).max(initial=0.0)
        shielded = picture.ignore_boxes[np.isin(picture.ignore_classes, (kind, EVERY_CLASS))]
        if overlap >= SAME_IOU:
            crops.append(Crop(picture.path, box, VERIFIED.index(kind), f"found {CLASSES[kind]}"))
        elif overlap < APART_IOU and covered(box[None], shielded).max(initial=0.0) < APART_IOU:
            crops.append(Crop(picture.path, box, OTHER, f"false {CLASSES[kind]}"))
    return crops


class CropBatches:
    """Draws batches of crops, every group as often as the next; batch `step` depends on seed and step alone."""

    def __init__(self, crops, seed):
        self._groups = {}
        for crop in crops:
            self._groups.setdefault(crop.group, []).append(crop)
        self._names, self._seed, self._pixels = sorted(self._groups), seed, {}

    def batch(self, step, count):
        """(uint8 [count, SIDE, SIDE, 3] BGR, name numbers [count])."""
        rng = np.random.default_rng([self._seed, step])
        drawn = [self._one(rng) for _ in range(count)]
        return np.stack([image for image, _ in drawn]), np.array([name for _, name in drawn], np.int64)

    def _one(self, rng):
        group = self._groups[self._names[rng.integers(len(self._names))]]
        crop = group[rng.integers(len(group))]
        if crop.path not in self._pixels:
            self._pixels[crop.path] = read_pixels(crop.path, CACHE_SIDE)
        image = cut(self._pixels[crop.path], shaken(crop.box, rng))
        image = recoloured(image, rng, STRONG)
        return (cv2.flip(image, 1) if rng.random() < 0.5 else image), crop.name


def shaken(box, rng):
    """The box moved and scaled a little, as a detector's boxes are."""
    size = np.tile(box[2:] - box[:2], 2)
    return np.clip(box + size * rng.uniform(-0.12, 0.12, 4), 0, 1).astype(np.float32)
