"""Pictures on disk: where they lie, which are held out, letterboxing and decoding."""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from labels import STALL, STREET, Labelled, corrected, read_yolo

HEIGHT, WIDTH = 384, 640
CORRECTIONS = Path(__file__).with_name("corrections.json")
PAD = 114
DEFAULT_DATA = "../shared/data"
HELD_OUT_PERCENT = 9
NEIGHBOURS = 10


def data_folder(given=None):
    """The data folder: as given, else $STREETWARDEN_DATA, else ../shared/data beside the checkout."""
    folder = Path(given or os.environ.get("STREETWARDEN_DATA") or DEFAULT_DATA)
    if not (folder / "train").is_dir():
        raise SystemExit(
            f"--data {folder}: expected a folder with train/ and test/ in it (or set STREETWARDEN_DATA)"
        )
    return folder


def read_set(folder, source, labels="labels", ignored=()):
    """All pictures of one set, sorted by name; class numbers in `ignored` become ignore boxes of every class."""
    pictures = []
    for path in images_in(_images(folder)):
        boxes, classes, ignore = read_yolo(_labels(folder, labels) / f"{path.stem}.txt", source.classes, ignored)
        pictures.append(
            Labelled(path, source, boxes, classes, ignore, np.full(len(ignore), -1, np.int64))
        )
    if not pictures:
        raise SystemExit(f"{folder}: expected pictures, found none")
    return pictures


def images_in(folder):
    """The picture files of one folder, sorted by name."""
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png"))


def read_training_sets(data, scenes=None, detector=STREET):
    """Every picture the detector may be trained on, real ones and (where given) rendered ones."""
    pictures, mended = [], json.loads(CORRECTIONS.read_text())
    for source in detector.sources:
        pictures += [corrected(p, mended.get(p.key, [])) for p in read_set(data / "train" / source.name, source)]
    if scenes:
        pictures += read_set(Path(scenes), detector.scenes)
    return pictures


def split(pictures):
    """(train, validation): a fixed share of every source is held out, ten neighbours in name together.

    Neighbouring numbers are often the same place, so they go to one side. Stall pictures are so few that every
    fifth one is held out instead.
    """
    train, validation = [], []
    stalls = sorted(p.key for p in pictures if p.source.name == "stall_travel_mit" and STALL in p.classes)
    held_stalls = set(stalls[::5])
    for picture in pictures:
        if picture.key in stalls:
            held = picture.key in held_stalls
        else:
            held = _held_out(picture)
        (validation if held else train).append(picture)
    return train, validation


def read_pixels(path, longest=None):
    """BGR uint8 [H, W, 3], shrunk so that its longer side is at most `longest` pixels."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"{path}: expected a picture OpenCV can read")
    scale = min(1.0, (longest or np.inf) / max(image.shape[:2]))
    if scale < 1:
        size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return image


@dataclass(frozen=True)
class Letterbox:
    """How a picture lies centred on the network's canvas: scale and the left and top margin in pixels."""

    scale: float
    left: int
    top: int

    @staticmethod
    def of(height, width, canvas_height=HEIGHT, canvas_width=WIDTH):
        """The largest centred fit of a picture that size."""
        scale = min(canvas_height / height, canvas_width / width)
        left = (canvas_width - round(width * scale)) // 2
        return Letterbox(scale, left, (canvas_height - round(height * scale)) // 2)

    def draw(self, image, canvas_height=HEIGHT, canvas_width=WIDTH):
        """The picture on a grey canvas, uint8 [canvas_height, canvas_width, 3]."""
        canvas = np.full((canvas_height, canvas_width, 3), PAD, np.uint8)
        size = (round(image.shape[1] * self.scale), round(image.shape[0] * self.scale))
        kind = cv2.INTER_AREA if self.scale < 1 else cv2.INTER_LINEAR
        canvas[self.top : self.top + size[1], self.left : self.left + size[0]] = cv2.resize(
            image, size, interpolation=kind
        )
        return canvas

    def to_fractions(self, boxes, height, width):
        """Canvas boxes [n, 4] as fractions of the picture, cut at its edges."""
        shifted = (boxes - np.array([self.left, self.top] * 2, np.float32)) / self.scale
        return np.clip(shifted / np.array([width, height] * 2, np.float32), 0, 1)


def _images(folder):
    return folder / "images" if (folder / "images").is_dir() else folder


def _labels(folder, name):
    return folder / name if (folder / name).is_dir() else folder


def _held_out(picture):
    numbers = re.findall(r"\d+", picture.path.stem)
    group = int(numbers[-1]) // NEIGHBOURS if numbers else picture.path.stem
    digest = hashlib.sha256(f"{picture.source.name}/{group}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < HELD_OUT_PERCENT
