"""Training canvases: one, two or four pictures cropped, scaled and recoloured onto one canvas."""

from dataclasses import dataclass
from multiprocessing.pool import ThreadPool

import cv2
import numpy as np
import torch

from data import PAD, read_pixels
from loss import Batch, Targets

CACHE_SIDE = 720
SMALLEST_SIDE = 4.0
SEEN_SHARE = 0.35


@dataclass(frozen=True)
class Strength:
    """How far a picture may be changed: log-scale range, aspect and colour jitter, chance of tiled canvases."""

    shrink: float
    zoom: float
    aspect: float
    colour: float
    pair: float
    quad: float
    damage: float


STRONG = Strength(shrink=-0.30, zoom=0.70, aspect=0.15, colour=1.0, pair=0.35, quad=0.15, damage=1.0)
LIGHT = Strength(shrink=-0.05, zoom=0.10, aspect=0.03, colour=0.5, pair=0.0, quad=0.0, damage=0.5)


class Canvases:
    """Draws batches; batch `step` depends only on (seed, step), so a resumed run sees what it would have seen."""

    def __init__(self, pictures, seed):
        self._pictures = pictures
        self._seed = seed
        self.weights = _weights(pictures)
        self._pixels = {}

    def batch(self, step, size, count, strength):
        """(images uint8 [count, H, W, 3] BGR, their Batch of targets) of one step; size is (H, W)."""
        rng = np.random.default_rng([self._seed, step])
        images, targets = zip(*(self._canvas(rng, size, strength) for _ in range(count)))
        return torch.from_numpy(np.stack(images)), Batch.of(targets)

    def read_all(self, threads):
        """Reads every picture into memory, so that processes begun after it share them."""
        with ThreadPool(threads) as pool:
            pool.map(self._read, self._pictures)

    def order(self, step, count):
        """Keys of the first pictures a step draws, one per canvas, for checking that runs repeat."""
        rng = np.random.default_rng([self._seed, step])
        return [self._pictures[i].key for i in rng.choice(len(self._pictures), count, p=self.weights)]

    def _canvas(self, rng, size, strength):
        canvas = np.full((*size, 3), PAD, np.uint8)
        parts = [self._tile(rng, canvas[rows, columns], (columns.start, rows.start), strength)
                 for rows, columns in _tiles(rng, size, strength)]
        boxes, classes, ignore_boxes, ignore_classes = (np.concatenate(p) for p in zip(*parts))
        return canvas, Targets(
            torch.from_numpy(boxes), torch.from_numpy(classes),
            torch.from_numpy(ignore_boxes), torch.from_numpy(ignore_classes),
        )

    def _tile(self, rng, room, offset, strength):
        picture = self._pictures[rng.choice(len(self._pictures), p=self.weights)]
        image = self._read(picture)
        place = _Place.drawn(rng, image.shape, room.shape, picture.boxes, strength, picture.source.from_above)
        place.paint(image, room, rng)
        room[:] = recoloured(room, rng, strength)
        boxes, seen = place.moved(picture.boxes)
        ignore, ignore_seen = place.moved(picture.ignore_boxes)
        kept = seen >= SEEN_SHARE
        doubt = (seen > 0) & ~kept
        ignored = np.concatenate((boxes[doubt], ignore[ignore_seen > 0]))
        kinds = np.concatenate((picture.classes[doubt], picture.ignore_classes[ignore_seen > 0]))
        shift = np.array([*offset, *offset], np.float32)
        return boxes[kept] + shift, picture.classes[kept], ignored + shift, kinds

    def _read(self, picture):
        if picture.path not in self._pixels:
            self._pixels[picture.path] = read_pixels(picture.path, CACHE_SIDE)
        return self._pixels[picture.path]


class _Place:
    """Where a picture lands in a room of its canvas: scales, margins and mirrors, all in room pixels."""

    def __init__(self, scale_x, scale_y, left, top, mirrored, upturned, picture_size, room_size):
        self.scale_x, self.scale_y, self.left, self.top = scale_x, scale_y, left, top
        self.mirrored, self.upturned = mirrored, upturned
        self.picture_size, self.room_size = picture_size, room_size

    @staticmethod
    def drawn(rng, picture_shape, room_shape, boxes, strength, from_above=False):
        """A random place; zoomed-in ones look at one of the objects half of the time."""
        height, width = picture_shape[:2]
        room_height, room_width = room_shape[:2]
        scale = min(room_height / height, room_width / width)
        scale *= np.exp(rng.uniform(strength.shrink, strength.zoom))
        aspect = np.exp(rng.uniform(-strength.aspect, strength.aspect))
        scale_x, scale_y = scale * aspect, scale / aspect
        slack_x, slack_y = room_width - width * scale_x, room_height - height * scale_y
        left = rng.uniform(min(0, slack_x), max(0, slack_x))
        top = rng.uniform(min(0, slack_y), max(0, slack_y))
        if len(boxes) and rng.random() < 0.5:
            box = boxes[rng.integers(len(boxes))] * [width, height, width, height]
            left = _aimed(rng, room_width, (box[0] + box[2]) / 2 * scale_x, slack_x)
            top = _aimed(rng, room_height, (box[1] + box[3]) / 2 * scale_y, slack_y)
        mirrored = rng.random() < 0.5
        upturned = from_above and rng.random() < 0.5
        return _Place(scale_x, scale_y, left, top, mirrored, upturned, (height, width), (room_height, room_width))

    def paint(self, image, room, rng):
        """Draws the visible part of the picture into the room, mirrored with it."""
        (height, width), (room_height, room_width) = self.picture_size, self.room_size
        x1, x2 = max(0, -self.left / self.scale_x), min(width, (room_width - self.left) / self.scale_x)
        y1, y2 = max(0, -self.top / self.scale_y), min(height, (room_height - self.top) / self.scale_y)
        part = image[int(y1) : int(np.ceil(y2)), int(x1) : int(np.ceil(x2))]
        left, top = round(int(x1) * self.scale_x + self.left), round(int(y1) * self.scale_y + self.top)
        left, top = max(0, left), max(0, top)
        size_x = min(room_width - left, max(1, round(part.shape[1] * self.scale_x)))
        size_y = min(room_height - top, max(1, round(part.shape[0] * self.scale_y)))
        shrinks = self.scale_x < 1 and rng.random() < 0.7
        kind = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        room[top : top + size_y, left : left + size_x] = cv2.resize(part, (size_x, size_y), interpolation=kind)
        if self.mirrored:
            room[:] = room[:, ::-1].copy()
        if self.upturned:
            room[:] = room[::-1].copy()

    def moved(self, boxes):
        """Fraction boxes in room pixels, cut at its edges, and the share [n] still seen (0: gone or too small)."""
        (height, width), (room_height, room_width) = self.picture_size, self.room_size
        scale = np.array([width * self.scale_x, height * self.scale_y] * 2, np.float32)
        whole = boxes * scale + np.array([self.left, self.top] * 2, np.float32)
        if self.mirrored:
            whole[:, [0, 2]] = room_width - whole[:, [2, 0]]
        if self.upturned:
            whole[:, [1, 3]] = room_height - whole[:, [3, 1]]
        cut = np.clip(whole, 0, np.array([room_width, room_height] * 2, np.float32)).astype(np.float32)
        sides = cut[:, 2:] - cut[:, :2]
        seen = sides.prod(1) / np.maximum((whole[:, 2:] - whole[:, :2]).prod(1), 1e-6)
        small = sides.min(1, initial=np.inf) < SMALLEST_SIDE
        return cut, np.where(small, np.minimum(seen, 0.5 * SEEN_SHARE), seen)


def recoloured(image, rng, strength):
    """The picture under another light and camera: exposure, white balance, contrast, noise, blur, JPEG blocks."""
    out = image
    if rng.random() < 0.8:
        c = strength.colour
        gain = rng.uniform(1 - 0.15 * c, 1 + 0.15 * c, 3) * rng.uniform(1 - 0.45 * c, 1 + 0.40 * c)
        out = out.astype(np.float32) * gain.astype(np.float32)
        mean = out.mean()
        out = (out - mean) * np.float32(rng.uniform(1 - 0.3 * c, 1 + 0.3 * c)) + mean
        if rng.random() < 0.4:
            grey = out.mean(2, keepdims=True)
            out = grey + (out - grey) * np.float32(rng.uniform(1 - c, 1 + 0.4 * c))
        if rng.random() < 0.4 * strength.damage:
            out += rng.standard_normal((*out.shape[:2], 1), np.float32) * np.float32(rng.uniform(2, 12))
        out = np.clip(out, 0, 255).astype(np.uint8)
    if rng.random() < 0.25 * strength.damage:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 1.3))
    if rng.random() < 0.35 * strength.damage:
        quality = int(rng.integers(25, 85))
        out = cv2.imdecode(cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return out


def _tiles(rng, size, strength):
    height, width = size
    draw = rng.random()
    columns = [slice(0, width // 2), slice(width // 2, width)]
    if draw < strength.quad:
        rows = [slice(0, height // 2), slice(height // 2, height)]
        return [(r, c) for r in rows for c in columns]
    if draw < strength.quad + strength.pair:
        return [(slice(0, height), c) for c in columns]
    return [(slice(0, height), slice(0, width))]


def _aimed(rng, room, centre, slack):
    return float(np.clip(room * rng.uniform(0.2, 0.8) - centre, min(0, slack), max(0, slack)))


def _weights(pictures):
    """Chance of each picture: its source's share (of those present), spread over the source's pictures."""
    raw = np.array([
        p.source.rare_weight if np.isin(p.classes, p.source.rare).any() else 1.0 for p in pictures
    ])
    names = np.array([p.source.name for p in pictures])
    weights = np.zeros(len(pictures))
    for source in {p.source.name: p.source for p in pictures}.values():
        own = names == source.name
        weights[own] = source.share * raw[own] / raw[own].sum()
    return weights / weights.sum()
