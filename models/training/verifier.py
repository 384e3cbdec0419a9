#!/usr/bin/env python3
"""Trains the crop verifier: a small classifier that looks once more at a box about to be raised.

Labelled objects and the detector's own mistakes on training pictures teach it; its thresholds are chosen on held-out
pictures so that it keeps nearly all true boxes of the shipped detector.
"""

import argparse
import copy
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn

from crops import NAMES, SIDE, CropBatches, found_crops, true_crops
from data import DEFAULT_DATA, data_folder, read_training_sets, split
from detect import OnnxRunner
from graph import Backbone, StreetDetector, load_exported
from labels import STREET
from teach import COCO_WEIGHTS, answers, completed
from train import prepare_machine
from verifier_package import write_verifier

LOWEST_FOUND = 0.15
CROPS = 32
WARM_UP, RATE, BACKBONE_SHARE = 30, 2e-3, 0.15


class Verifier(nn.Module):
    """The detector's backbone with pooled features: crops [B, 3, SIDE, SIDE] BGR 0..255 -> logits [B, names]."""

    def __init__(self, detector):
        super().__init__()
        self.backbone = Backbone(detector.trunk)
        with torch.no_grad():
            channels = self.backbone(torch.zeros(1, 3, SIDE, SIDE)).shape[1]
        self.last = nn.Linear(2 * channels, len(NAMES))

    def forward(self, images):
        features = self.backbone(images)
        return self.last(torch.cat((features.mean((2, 3)), features.amax((2, 3))), 1))


def main():
    """From data and a detector package to a verifier package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="detector package whose boxes are verified")
    parser.add_argument("--out", type=Path, required=True, help="verifier package to write")
    parser.add_argument("--data", help=f"data folder (default $STREETWARDEN_DATA, else {DEFAULT_DATA})")
    parser.add_argument("--scenes", help="folder of rendered stills")
    parser.add_argument("--work", type=Path, default=Path("work"), help="folder for caches (default %(default)s)")
    parser.add_argument("--steps", type=int, default=900, help="optimiser steps of 32 crops (default %(default)s)")
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
    network = trained(Verifier(detector), CropBatches(crops, options.seed), options)
    write_verifier(network, options.out, manifest, model, validation, data)


def trained(network, batches, options):
    """The moving average of the network after all steps; goes on from its checkpoint."""
    checkpoint = options.work / "verifier.pt"
    average = copy.deepcopy(network).eval()
    groups = [{"params": list(network.backbone.parameters()), "share": BACKBONE_SHARE},
              {"params": list(network.last.parameters()), "share": 1.0}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.02)
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        network.load_state_dict(state["network"]), average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        first = state["step"]
        print(f"going on from {checkpoint} at step {first}", flush=True)
    losses, began = [], time.monotonic()
    for step in range(first, options.steps):
        for group in optimiser.param_groups:
            group["lr"] = group["share"] * RATE * min(1, (step + 1) / WARM_UP) * 0.5 * (1 + np.cos(np.pi * step / options.steps))
        images, names = batches.batch(step, CROPS)
        logits = network(torch.from_numpy(images).permute(0, 3, 1, 2).float())
        loss = nn.functional.cross_entropy(logits, torch.from_numpy(names), label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), network.parameters()):
                slow.lerp_(fast, max(0.01, 9 / (10 + step)))
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            each = (time.monotonic() - began) / (step + 1 - first)
            print(f"verifier step {step + 1} of {options.steps}  loss {np.mean(losses):.3f}  {each:.2f} s/step, "
                  f"{each * (options.steps - step - 1) / 60:.1f} min left", flush=True)
            losses = []
            torch.save({"step": step + 1, "network": network.state_dict(), "average": average.state_dict(),
                        "optimiser": optimiser.state_dict()}, checkpoint)
    return average


if __name__ == "__main__":
    main()
