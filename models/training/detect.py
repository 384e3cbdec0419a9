"""Running a detector over whole pictures: letterbox, network, decoding, suppression per class."""

from pathlib import Path

import cv2
import numpy as np
import torch

from boxes import suppress
from data import HEIGHT, WIDTH, Letterbox, read_pixels
from labels import COCO_TO_OURS

NMS_IOU = 0.6
LIMIT_PER_CLASS = 100
LOWEST_SCORE = 0.01


class TorchRunner:
    """Our network in torch: canvas uint8 [H, W, 3] -> (boxes [N, 4] canvas pixels, scores [N, C])."""

    def __init__(self, network):
        self._network = network.eval().to(memory_format=torch.channels_last)

    def __call__(self, canvas):
        logits, boxes = _answer(self._network, canvas)
        return boxes[0].numpy(), logits[0].sigmoid().numpy()


class CocoRunner:
    """The COCO network in torch with its car, bus, truck and person as our classes; called like TorchRunner."""

    def __init__(self, network):
        self._network = network.eval().to(memory_format=torch.channels_last)

    def __call__(self, canvas):
        scores, boxes = _answer(self._network, canvas)
        ours = np.zeros((scores.shape[1], max(COCO_TO_OURS.values()) + 1), np.float32)
        for coco, own in COCO_TO_OURS.items():
            ours[:, own] = np.maximum(ours[:, own], scores[0, :, coco].numpy())
        return boxes[0].numpy(), ours


class OnnxRunner:
    """An exported model in OpenCV's own ONNX engine, so that what is measured is the shipped file."""

    def __init__(self, path):
        self._network = cv2.dnn.readNetFromONNX(str(path))

    def __call__(self, canvas):
        blob = np.ascontiguousarray(canvas.transpose(2, 0, 1)[None], np.float32)
        self._network.setInput(blob)
        rows = self._network.forward()[0].T
        half = rows[:, 2:4] / 2
        return np.concatenate((rows[:, :2] - half, rows[:, :2] + half), 1), rows[:, 4:]


def detect(runner, path, canvas_size=(HEIGHT, WIDTH), lowest=LOWEST_SCORE):
    """(boxes [n, 4] as fractions of the picture, classes [n], scores [n]) of one picture file."""
    return detect_pixels(runner, read_pixels(path), canvas_size, lowest)


def detect_pixels(runner, image, canvas_size=(HEIGHT, WIDTH), lowest=LOWEST_SCORE):
    """Like `detect`, of a BGR picture in memory."""
    height, width = image.shape[:2]
    letterbox = Letterbox.of(height, width, *canvas_size)
    boxes, scores = runner(letterbox.draw(image, *canvas_size))
    parts = []
    for kind in range(scores.shape[1]):
        rows = np.flatnonzero(scores[:, kind] >= lowest)
        kept = rows[suppress(boxes[rows], scores[rows, kind], NMS_IOU, LIMIT_PER_CLASS)]
        parts.append((boxes[kept], np.full(len(kept), kind, np.int64), scores[kept, kind]))
    boxes, classes, scores = (np.concatenate(p) for p in zip(*parts))
    return letterbox.to_fractions(boxes, height, width), classes, scores


@torch.no_grad()
def _answer(network, canvas):
    device = next(network.parameters()).device
    images = torch.from_numpy(canvas).to(device).permute(2, 0, 1)[None].float()
    with half_precision(device):
        answer = network(images.contiguous(memory_format=torch.channels_last))
    return [part.cpu() for part in answer]


def half_precision(device):
    """bfloat16 where it is quick: on a GPU, and where oneDNN convolves in it (AVX-512); elsewhere it would be emulated,
    ten times slower than float32."""
    quick = device.type == "cuda" or "avx512bw" in _processor()
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=quick)


def _processor():
    path = Path("/proc/cpuinfo")
    return path.read_text() if path.exists() else ""
