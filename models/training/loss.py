"""Task-aligned assignment (Feng et al., TOOD, 2021) with varifocal and GIoU loss (Zhang et al., 2021)."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence

from boxes import giou, iou
from graph import points

TOP_K = 9
SCORE_POWER, IOU_POWER = 0.5, 4.0
NEGATIVE_WEIGHT = 0.75
BOX_WEIGHT = 2.0
EVERY_CLASS, ABSENT = -1, -2


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


@dataclass
class Batch:
    """The targets of B pictures side by side, padded to the most: boxes [B, M, 4], classes [B, M], ignore_boxes [B, K, 4],
    ignore_classes [B, K]; padding has class ABSENT."""

    boxes: torch.Tensor
    classes: torch.Tensor
    ignore_boxes: torch.Tensor
    ignore_classes: torch.Tensor

    @staticmethod
    def of(targets):
        """The targets of every picture, at least one row of each kind."""
        one = Targets(torch.zeros(1, 4), torch.tensor([ABSENT]), torch.zeros(1, 4), torch.tensor([ABSENT]))
        padding = {"boxes": 0.0, "classes": ABSENT, "ignore_boxes": 0.0, "ignore_classes": ABSENT}
        return Batch(**{name: pad_sequence([getattr(t, name) for t in (*targets, one)], True, value)[:-1]
                        for name, value in padding.items()})

    def to(self, device):
        """The same batch on another device."""
        return Batch(*(part.to(device) for part in vars(self).values()))


def detection_loss(logits, boxes, batch, size):
    """Mean loss of a batch: (total, class part, box part); logits [B, N, C], boxes [B, N, 4], size (H, W)."""
    corners, strides = points(*size, logits.device)
    centres = corners + strides / 2
    wanted, owner = assign(logits.detach().sigmoid(), boxes.detach(), centres, strides, batch)
    total = wanted.sum().clamp(min=1.0)
    class_part = varifocal(logits, wanted, shield(centres, batch, logits.shape[2])) / total
    truth = batch.boxes.gather(1, owner.clamp(min=0)[..., None].expand(-1, -1, 4))
    box_part = ((1 - giou(boxes, truth)) * wanted.sum(2)).sum() / total
    return class_part + BOX_WEIGHT * box_part, class_part.detach(), box_part.detach()


@torch.no_grad()
def assign(scores, boxes, centres, strides, batch):
    """Which points answer for which object.

    Returns target scores [B, N, C] (the IoU-scaled alignment of a point with its object, 0 elsewhere) and the
    object's index per point [B, N], -1 for none.
    """
    present, kinds = batch.classes != ABSENT, batch.classes.clamp(min=0)
    overlap = iou(batch.boxes[:, :, None], boxes[:, None])
    near = _candidates(batch.boxes, centres, strides) & present[..., None]
    class_scores = scores.transpose(1, 2).gather(1, kinds[..., None].expand(-1, -1, len(centres)))
    align = class_scores.pow(SCORE_POWER) * overlap.pow(IOU_POWER) * near
    ranked = align + 1e-9 * near * _closeness(batch.boxes, centres, strides)
    best, index = ranked.topk(TOP_K, dim=2)
    chosen = torch.zeros_like(near).scatter_(2, index, best > 0) & near
    winner = torch.where(chosen, overlap, torch.full_like(overlap, -1)).argmax(1)
    chosen &= F.one_hot(winner, kinds.shape[1]).transpose(1, 2).bool()
    weight = _scaled(ranked * chosen, overlap * chosen).amax(1)
    wanted = torch.zeros_like(scores).scatter_(2, kinds.gather(1, winner)[..., None], weight[..., None])
    return wanted, torch.where(chosen.any(1), winner, torch.full_like(winner, -1))


def shield(centres, batch, classes):
    """Points [B, N, C] where a class must not be punished: inside one of its ignore boxes."""
    boxes, kinds = batch.ignore_boxes[:, :, None], batch.ignore_classes[..., None]
    inside = (centres >= boxes[..., :2]).all(-1) & (centres < boxes[..., 2:]).all(-1)
    meant = (kinds == torch.arange(classes, device=kinds.device)) | (kinds == EVERY_CLASS)
    return inside.float().transpose(1, 2) @ meant.float() > 0


def varifocal(logits, wanted, shielded):
    """Sum of binary cross-entropies: positives weighted by their target, negatives by their score squared."""
    negative = NEGATIVE_WEIGHT * logits.detach().sigmoid().square() * ~shielded
    weight = torch.where(wanted > 0, wanted, negative)
    return (F.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * weight).sum()


def _candidates(objects, centres, strides):
    inside = (centres > objects[..., None, :2]).all(-1) & (centres < objects[..., None, 2:]).all(-1)
    middle = (objects[..., :2] + objects[..., 2:]) / 2
    beside = ((centres - middle[..., None, :]).abs() < strides).all(-1)
    return inside | beside


def _closeness(objects, centres, strides):
    """Breaks ties before the network has learnt anything: nearer points and fitting strides first."""
    middle = (objects[..., :2] + objects[..., 2:]) / 2
    side = (objects[..., 2:] - objects[..., :2]).amax(-1, keepdim=True)
    distance = ((centres - middle[..., None, :]) / strides).norm(dim=-1)
    return 1 / (1 + distance + (4 * strides.T - side).abs() / 32)


def _scaled(align, overlap):
    best = align.amax(2, keepdim=True)
    return align / (best + 1e-12) * overlap.amax(2, keepdim=True).clamp(min=0.1)
