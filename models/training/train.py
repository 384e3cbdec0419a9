#!/usr/bin/env python3
"""Trains one of our detectors: data in, model package out.

Labels are mended and completed, the COCO YOLOX-nano is fine-tuned, the best checkpoint on the held-out pictures is exported
with thresholds chosen there. A run that was killed goes on from its last checkpoint when started again.
"""

import argparse
import copy
import math
import multiprocessing
import queue
import threading
import time
from pathlib import Path

import cv2
import numpy as np
import torch

from augment import LIGHT, STRONG, Canvases
from card import count_pictures
from data import DEFAULT_DATA, data_folder, read_training_sets, split
from detect import TorchRunner, half_precision
from evaluate import score_pictures
from graph import StreetDetector, load_exported
from labels import DETECTORS, STREET
from loss import detection_loss
from optimiser import RelativeAdam
from package import write_package
from teach import COCO_WEIGHTS, completed

SMALL_SIZES = ((256, 448), (320, 320))
FULL_SIZES = ((384, 640), (416, 416))
SMALL_UNTIL, LIGHT_FROM = 0.30, 0.80
WARM_UP_STEPS = 60
TRUNK_RATE, LAST_RATE = 0.2, 0.02
CHECKPOINT_STEPS = 100
LOOKS = (0.9, 1.0)


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--detector", choices=DETECTORS, default=STREET.name, help="which one (default %(default)s)")
    parser.add_argument("--data", help=f"data folder (default $STREETWARDEN_DATA, else {DEFAULT_DATA})")
    parser.add_argument("--scenes", help="folder of rendered stills with YOLO labels beside them")
    parser.add_argument("--work", default="work", help="folder for caches and checkpoints (default %(default)s)")
    parser.add_argument("--out", help="model package to write; without it only the checkpoint is left")
    parser.add_argument("--start", nargs="+", default=[],
                        help="model.onnx of an earlier package of this recipe to go on from; of several, the mean of their weights")
    parser.add_argument("--steps", type=int, default=3000, help="optimiser steps; 0: takes what --start names as it is (default %(default)s)")
    parser.add_argument("--minutes", type=float,
                        help="anneal to be done after this processor time (with --device cuda: this time), even with steps left")
    parser.add_argument("--batch", type=int, default=16, help="canvases per step (default %(default)s)")
    parser.add_argument("--rate", type=float, default=2e-2, help="highest step of a head's weights, as a share of their size (default %(default)s)")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="where the network is (default %(default)s)")
    parser.add_argument("--workers", type=int, default=0,
                        help="processes that make canvases; 0: a thread of this one (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="seed of everything drawn (default %(default)s)")
    return parser.parse_args()


def main():
    """Runs the recipe from data to package."""
    options = arguments()
    prepare_machine(options.seed)
    data, work = data_folder(options.data), Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    detector = DETECTORS[options.detector]
    train, validation = split(read_training_sets(data, options.scenes, detector))
    coco = data / COCO_WEIGHTS
    train = completed(train, coco, work)
    validation = completed(validation, coco, work)
    print(f"{len(train)} pictures to train on, {len(validation)} held out", flush=True)
    run = Run(detector, first_network(coco, detector, options.start), options, work / "checkpoint.pt")
    canvases = Canvases(train, options.seed)
    run.train(canvases, validation)
    if options.out:
        counts = count_pictures(train, validation, canvases.weights, detector.scenes.name)
        write_package(detector, run.best_network(), validation, data, Path(options.out), counts)


def first_network(coco, detector, starts):
    """The COCO network with fresh class heads, or with the mean weights of models this recipe exported."""
    network = StreetDetector(coco, detector.seeds)
    return load_exported(network, *starts) if starts else network


def prepare_machine(seed):
    """One thread, no denormals, seeded."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)


class Run:
    """One training run: network, its moving average, optimiser, and the checkpoint they live in between starts."""

    def __init__(self, detector, network, options, checkpoint):
        self.detector, self.options, self.checkpoint = detector, options, checkpoint
        self.device = torch.device(options.device)
        self.clock = time.perf_counter if self.device.type == "cuda" else time.process_time
        self.network = network.to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval()
        heads = [*network.class_heads.parameters(), *network.box_heads.parameters()]
        groups = [{"params": list(network.trunk.parameters()), "factor": TRUNK_RATE},
                  {"params": heads, "factor": 1.0}]
        self.optimiser = RelativeAdam(groups, options.rate)
        self.step, self.seconds, self.best, self.looks = 0, 0.0, None, []
        if checkpoint.exists():
            self._resume()

    def train(self, canvases, validation):
        """Runs to the end, looking at the held-out pictures at a few points of the way."""
        losses, done = [], multiprocessing.Value("d", self.progress())
        batches = Batches(canvases, self.step, self.options, done)
        ahead = batches.made_by_processes(self.options.workers) if self.options.workers else batches.made_by_thread()
        while done.value < 1:
            began = self.clock()
            losses.append(self._one_step(*next(ahead)))
            self.step += 1
            self.seconds += self.clock() - began
            done.value = self.progress()
            if self.step % 20 == 0:
                self._report(losses)
                losses = []
            if self.step % CHECKPOINT_STEPS == 0:
                self._save()
            self._look(validation)
        if self.best is None:
            self._look(validation)

    def progress(self):
        """Share of the run done, 0..1, by steps or by the processor time allowed, whichever is further."""
        done = self.step / self.options.steps if self.options.steps else 1.0
        if self.options.minutes:
            done = max(done, self.seconds / (60 * self.options.minutes))
        return min(1.0, done)

    def best_network(self):
        """The averaged network that did best on the held-out pictures."""
        self.average.load_state_dict(self.best["average"])
        return self.average.cpu()

    def _one_step(self, images, targets):
        rate = self._rate()
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["factor"]
        batch = images.to(self.device, non_blocking=True).permute(0, 3, 1, 2).float()
        with half_precision(self.device):
            logits, boxes = self.network(batch.contiguous(memory_format=torch.channels_last))
        loss, class_part, box_part = detection_loss(logits.float(), boxes.float(), targets.to(self.device),
                                                      images.shape[1:3])
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 10.0)
        self.optimiser.step()
        self._follow()
        return torch.stack((class_part, box_part))

    def _rate(self):
        warm = min(1.0, (self.step + 1) / WARM_UP_STEPS)
        cosine = 0.5 * (1 + math.cos(math.pi * self.progress()))
        return self.options.rate * warm * (cosine * (1 - LAST_RATE) + LAST_RATE)

    @torch.no_grad()
    def _follow(self):
        keep = min(0.998, (1 + self.step) / (10 + self.step))
        for slow, fast in zip(self.average.parameters(), self.network.parameters()):
            slow.mul_(keep).add_(fast, alpha=1 - keep)

    def _look(self, validation):
        due = [share for share in LOOKS if share <= self.progress() and share not in self.looks]
        if not due:
            return
        self.looks += due
        scores = score_pictures(TorchRunner(self.average), validation, self.detector.classes)
        mean = float(np.nanmean(list(scores.values())))
        shown = " ".join(f"{name} {value:.3f}" for name, value in scores.items())
        print(f"held out at step {self.step}: mean AP50 {mean:.3f}  {shown}", flush=True)
        if self.best is None or mean >= self.best["score"]:
            self.best = {"score": mean, "step": self.step, "average": copy.deepcopy(self.average.state_dict())}
        self._save()

    def _report(self, losses):
        done = max(self.progress(), 1e-6)
        left = self.seconds / done - self.seconds
        class_part, box_part = torch.stack(losses).mean(0).tolist()
        print(f"step {self.step} {100 * done:.1f} %  class {class_part:.3f} box {box_part:.3f}  "
              f"{self.seconds / self.step:.2f} s/step, {left / 60:.1f} minutes left", flush=True)

    def _save(self):
        state = {"step": self.step, "seconds": self.seconds, "network": self.network.state_dict(),
                 "average": self.average.state_dict(), "optimiser": self.optimiser.state_dict(),
                 "best": self.best, "looks": self.looks}
        torch.save(state, self.checkpoint.with_suffix(".part"))
        self.checkpoint.with_suffix(".part").replace(self.checkpoint)

    def _resume(self):
        state = torch.load(self.checkpoint, map_location=self.device)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds = state["step"], state["seconds"]
        self.best, self.looks = state["best"], state["looks"]
        print(f"going on from {self.checkpoint} at step {self.step}", flush=True)


class Batches(torch.utils.data.Dataset):
    """Batch n of a run as (images uint8 [B, H, W, 3], targets); size and strength follow the run's progress."""

    def __init__(self, canvases, first, options, done):
        self._canvases, self._first, self._options, self._done = canvases, first, options, done

    def __getitem__(self, step):
        sizes = SMALL_SIZES if self._done.value < SMALL_UNTIL else FULL_SIZES
        strength = LIGHT if self._done.value >= LIGHT_FROM else STRONG
        return self._canvases.batch(step, sizes[step % len(sizes)], self._options.batch, strength)

    def made_by_processes(self, count):
        """The batches in order, two per process waiting; pictures are read first, once for all."""
        self._canvases.read_all(count)
        steps = range(self._first, self._options.steps)
        return iter(torch.utils.data.DataLoader(self, batch_size=None, sampler=steps, num_workers=count))

    def made_by_thread(self):
        """The batches in order, made on a thread; at most two wait."""
        waiting = queue.Queue(2)
        threading.Thread(target=self._fill, args=(waiting,), daemon=True).start()
        while True:
            made = waiting.get()
            if isinstance(made, Exception):
                raise made
            yield made

    def _fill(self, waiting):
        try:
            for step in range(self._first, self._options.steps):
                waiting.put(self[step])
        except Exception as failure:  # handed to the training thread, which raises it
            waiting.put(failure)


if __name__ == "__main__":
    main()
