"""Task-aligned assignment (Feng et al., TOOD, 2021) with varifocal and GIoU loss (Zhang et al., 2021)."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from boxes import giou, iou
from graph import points

TOP_K = 9
SCORE_POWER, IOU_POWER = 0.5, 4.0
NEGATIVE_WEIGHT = 0.75
BOX_WEIGHT = 2.0
EVERY_CLASS = -1


@dataclass
class Targets:
    """What one picture holds, in canvas pixels.

    boxes [m, 4] and classes [m] are its objects; ignore_boxes [k, 4] and ignore_classes [k] mark where a class
    (EVERY_CLASS: all of them) may or may not be present, so that nothing there counts against it.
    """

    boxes: torch.Tensor
    classes: torch.Tensor
    ignore_boxes: torch.Tensor
    ignore_classes: torch.Tensor


def detection_loss(logits, boxes, targets, size):
    """Mean loss of a batch: (total, class part, box part); logits [B, N, C], boxes [B, N, 4], size (H, W)."""
    corners, strides = points(*size)
    centres = corners + strides / 2
    wanted, shielded, paired = [], [], []
    for picture, target in enumerate(targets):
        scores, owner = assign(
            logits[picture].detach().sigmoid(), boxes[picture].detach(), centres, strides, target
        )
        wanted.append(scores)
        shielded.append(shield(centres, target, logits.shape[2]))
        hit = owner >= 0
        paired.append((boxes[picture][hit], target.boxes[owner[hit]], scores[hit].sum(1)))
    wanted = torch.stack(wanted)
    total = wanted.sum().clamp(min=1.0)
    class_part = varifocal(logits, wanted, torch.stack(shielded)) / total
    found, truth, weight = (torch.cat(parts) for parts in zip(*paired))
    box_part = ((1 - giou(found, truth)) * weight).sum() / total
    return class_part + BOX_WEIGHT * box_part, class_part.detach(), box_part.detach()


@torch.no_grad()
def assign(scores, boxes, centres, strides, target):
    """Which points answer for which object.

    Returns target scores [N, C] (the IoU-scaled alignment of a point with its object, 0 elsewhere) and the
    object's index per point [N], -1 for none.
    """
    wanted = torch.zeros_like(scores)
    owner = torch.full((len(centres),), -1, dtype=torch.long)
    if not len(target.boxes):
        return wanted, owner
    overlap = iou(target.boxes[:, None], boxes[None])
    near = _candidates(target.boxes, centres, strides)
    class_scores = scores[:, target.classes].T
    align = class_scores.pow(SCORE_POWER) * overlap.pow(IOU_POWER) * near
    ranked = align + 1e-9 * near * _closeness(target.boxes, centres, strides)
    best, index = ranked.topk(TOP_K, dim=1)
    chosen = torch.zeros_like(near).scatter_(1, index, best > 0) & near
    overlap_of_chosen = torch.where(chosen, overlap, torch.full_like(overlap, -1))
    winner = overlap_of_chosen.argmax(0)
    chosen &= F.one_hot(winner, len(target.boxes)).T.bool()
    hit = chosen.any(0)
    owner[hit] = winner[hit]
    weight = _scaled(ranked * chosen, overlap * chosen).amax(0)
    wanted[hit, target.classes[owner[hit]]] = weight[hit]
    return wanted, owner


def shield(centres, target, classes):
    """Points [N, C] where a class must not be punished: inside one of its ignore boxes."""
    result = torch.zeros(len(centres), classes, dtype=torch.bool)
    for box, kind in zip(target.ignore_boxes, target.ignore_classes.tolist()):
        inside = (centres >= box[:2]).all(1) & (centres < box[2:]).all(1)
        if kind == EVERY_CLASS:
            result |= inside[:, None]
        else:
            result[:, kind] |= inside
    return result


def varifocal(logits, wanted, shielded):
    """Sum of binary cross-entropies: positives weighted by their target, negatives by their score squared."""
    negative = NEGATIVE_WEIGHT * logits.detach().sigmoid().square() * ~shielded
    weight = torch.where(wanted > 0, wanted, negative)
    return (F.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * weight).sum()


def _candidates(objects, centres, strides):
    inside = (centres[None] > objects[:, None, :2]).all(-1) & (centres[None] < objects[:, None, 2:]).all(-1)
    middle = (objects[:, :2] + objects[:, 2:]) / 2
    beside = ((centres[None] - middle[:, None]).abs() < strides[None]).all(-1)
    return inside | beside


def _closeness(objects, centres, strides):
    """Breaks ties before the network has learnt anything: nearer points and fitting strides first."""
    middle = (objects[:, :2] + objects[:, 2:]) / 2
    side = (objects[:, 2:] - objects[:, :2]).amax(1, keepdim=True)
    distance = ((centres[None] - middle[:, None]) / strides[None]).norm(dim=-1)
    return 1 / (1 + distance + (4 * strides.T - side).abs() / 32)


def _scaled(align, overlap):
    best = align.amax(1, keepdim=True)
    return align / (best + 1e-12) * overlap.amax(1, keepdim=True).clamp(min=0.1)
