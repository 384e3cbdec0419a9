#!/usr/bin/env python3
"""Trains the crop verifier: a small classifier that looks once more at a box about to be raised.

Labelled objects and the detector's own mistakes on training pictures teach it; its thresholds are chosen on held-out
pictures so that it keeps nearly all true boxes of the shipped detector. The backbone stays as it is: its features are worked
out once, and only the layers on top learn.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from crops import NAMES, SIDE, CropBatches, found_crops, true_crops
from data import DEFAULT_DATA, data_folder, read_training_sets, split
from detect import OnnxRunner
from evaluate import Answers
from graph import Backbone, StreetDetector, load_exported
from labels import STREET
from teach import COCO_WEIGHTS, answers, completed
from train import prepare_machine
from verifier_package import write_verifier

LOWEST_FOUND = 0.25
CROPS = 64
HIDDEN, DROPPED = 32, 0.5
HEAD_PASSES, HEAD_RATE, HEAD_DECAY = 12, 2e-3, 0.3
SMOOTHED, SMALLEST_DEVIATION = 0.05, 1e-4


class Verifier(nn.Module):
    """The detector's backbone with pooled features: crops [B, 3, SIDE, SIDE] BGR 0..255 -> logits [B, names].

    Features are brought to mean 0 and deviation 1 by what training crops give: the backbone has no norms left.
    """

    def __init__(self, detector):
        super().__init__()
        self.backbone = Backbone(detector.trunk)
        with torch.no_grad():
            size = self.pooled(torch.zeros(1, 3, SIDE, SIDE)).shape[1]
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("deviation", torch.ones(size))
        self.head = nn.Sequential(nn.Linear(size, HIDDEN), nn.ReLU(), nn.Dropout(DROPPED), nn.Linear(HIDDEN, len(NAMES)))

    def pooled(self, images):
        """Mean and largest value of every channel of the backbone's maps: [B, features]."""
        return torch.cat([part for x in self.backbone(images) for part in (x.mean((2, 3)), x.amax((2, 3)))], 1)

    def forward(self, images):
        return self.head((self.pooled(images) - self.mean) / self.deviation)


def main():
    """From data and a detector package to a verifier package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="detector package whose boxes are verified")
    parser.add_argument("--out", type=Path, required=True, help="verifier package to write")
    parser.add_argument("--data", help=f"data folder (default $STREETWARDEN_DATA, else {DEFAULT_DATA})")
    parser.add_argument("--scenes", help="folder of rendered stills")
    parser.add_argument("--work", type=Path, default=Path("work"), help="folder for caches (default %(default)s)")
    parser.add_argument("--batches", type=int, default=150,
                        help=f"batches of {CROPS} crops to learn from (default %(default)s)")
    parser.add_argument("--every", type=int, default=2,
                        help="look for the detector's mistakes in every n-th training picture (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="seed of everything drawn (default %(default)s)")
    options = parser.parse_args()
    prepare_machine(options.seed)
    data = data_folder(options.data)
    options.work.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((options.package / "manifest.json").read_text())
    model = options.package / manifest["file"]
    train, validation = (
        completed(pictures, data / COCO_WEIGHTS, options.work)
        for pictures in split(read_training_sets(data, options.scenes))
    )
    asked = train[:: options.every]
    found = answers(asked, options.work / f"found-{manifest['sha256'][:12]}.json", lambda: OnnxRunner(model), None)
    crops = [crop for picture in train for crop in true_crops(picture)]
    crops += [crop for picture in asked for crop in found_crops(picture, found[picture.key], LOWEST_FOUND)]
    detector = load_exported(StreetDetector(data / COCO_WEIGHTS, STREET.seeds), model)
    network, batches = Verifier(detector), CropBatches(crops, options.seed)
    kept = options.work / f"features-{manifest['sha256'][:12]}-{options.seed}-{options.batches}.pt"
    learn_head(network, *features(network, batches, options.batches, kept))
    write_verifier(network.eval(), options.out, manifest, Answers(OnnxRunner(model)), validation, data)


@torch.no_grad()
def features(network, batches, count, kept):
    """(features [n, size], names [n]) of the first `count` batches; kept in a file, so that asking again costs nothing."""
    if kept.exists():
        return torch.load(kept)
    parts, began = [], time.monotonic()
    for step in range(count):
        images, names = batches.batch(step, CROPS)
        parts.append((network.pooled(_pixels(images)), torch.from_numpy(names)))
        if (step + 1) % 50 == 0:
            left = (time.monotonic() - began) / (step + 1) * (count - step - 1)
            print(f"crops {step + 1} of {count} batches, {left / 60:.1f} min left", flush=True)
    result = tuple(torch.cat(part) for part in zip(*parts))
    torch.save(result, kept)
    return result


def learn_head(network, values, names, passes=HEAD_PASSES):
    """Trains the layers on top on features [n, size] of the frozen backbone."""
    network.mean.copy_(values.mean(0))
    network.deviation.copy_(values.std(0).clamp(min=SMALLEST_DEVIATION))
    values = (values - network.mean) / network.deviation
    optimiser = torch.optim.AdamW(network.head.parameters(), lr=HEAD_RATE, weight_decay=HEAD_DECAY)
    network.train()
    for turn in range(passes):
        optimiser.param_groups[0]["lr"] = HEAD_RATE * 0.5 * (1 + np.cos(np.pi * turn / passes))
        losses = []
        for chosen in torch.randperm(len(values)).split(CROPS):
            loss = F.cross_entropy(network.head(values[chosen]), names[chosen], label_smoothing=SMOOTHED)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        if (turn + 1) % 4 == 0:
            print(f"layers on top, pass {turn + 1} of {passes}  loss {np.mean(losses):.3f}", flush=True)


def _pixels(images):
    return torch.from_numpy(images).permute(0, 3, 1, 2).float()


if __name__ == "__main__":
    main()
