"""Boxes as [..., 4] arrays of x1, y1, x2, y2 in pixels: overlap measures and non-maximum suppression."""

import numpy as np
import torch

CANDIDATES = 400


def area(boxes):
    """Area of each box, 0 for a box turned inside out; works on torch tensors. Shape [...]."""
    return (boxes[..., 2] - boxes[..., 0]).clamp(0) * (boxes[..., 3] - boxes[..., 1]).clamp(0)


def iou(a, b, eps=1e-7):
    """Intersection over union of broadcastable torch boxes, 0..1."""
    top_left = torch.maximum(a[..., :2], b[..., :2])
    bottom_right = torch.minimum(a[..., 2:], b[..., 2:])
    inter = (bottom_right - top_left).clamp(0).prod(-1)
    return inter / (area(a) + area(b) - inter + eps)


def giou(a, b, eps=1e-7):
    """Generalised IoU (Rezatofighi et al., 2019) of broadcastable torch boxes, -1..1."""
    top_left = torch.maximum(a[..., :2], b[..., :2])
    bottom_right = torch.minimum(a[..., 2:], b[..., 2:])
    inter = (bottom_right - top_left).clamp(0).prod(-1)
    union = area(a) + area(b) - inter + eps
    hull = torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])
    hull = hull.clamp(0).prod(-1) + eps
    return inter / union - (hull - union) / hull


def iou_matrix(a, b):
    """IoU of every numpy box in a [n, 4] with every one in b [m, 4]: [n, m], 0..1."""
    inter = _intersection(a, b)
    union = _area(a)[:, None] + _area(b)[None] - inter
    return inter / np.maximum(union, 1e-9)


def covered(a, b):
    """Share of each numpy box in a [n, 4] that lies inside each one in b [m, 4]: [n, m], 0..1."""
    return _intersection(a, b) / np.maximum(_area(a)[:, None], 1e-9)


def suppress(boxes, scores, max_iou, limit):
    """Greedy non-maximum suppression of one class: indices kept, best first, at most `limit` of the best
    CANDIDATES."""
    order = np.argsort(-scores, kind="stable")[:CANDIDATES]
    kept = []
    while len(order) and len(kept) < limit:
        best, order = order[0], order[1:]
        kept.append(best)
        order = order[iou_matrix(boxes[best : best + 1], boxes[order])[0] <= max_iou]
    return np.array(kept, dtype=np.int64)


def _area(boxes):
    return np.clip(boxes[:, 2] - boxes[:, 0], 0, None) * np.clip(boxes[:, 3] - boxes[:, 1], 0, None)


def _intersection(a, b):
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    return np.clip(bottom_right - top_left, 0, None).prod(-1)
