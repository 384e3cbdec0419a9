"""Closes label gaps: asks the COCO network about traffic and an earlier round of our own about street things."""

from pathlib import Path

import torch

from detect import CocoRunner, TorchRunner, detect
from graph import CocoDetector, StreetDetector, load_exported
from labels import COCO_SEEDS, complete, mask, read_found, write_found

COCO_WEIGHTS = "models/yolox_nano_416_coco_rawgrid.onnx"
COCO_SIZE = (416, 416)
COCO_SURE, COCO_DOUBTFUL = 0.45, 0.15
EARLIER_SURE, EARLIER_DOUBTFUL = 0.60, 0.20


def completed(pictures, coco, earlier, work):
    """The pictures with their gaps closed.

    coco: path of the COCO network. earlier: checkpoint of an earlier round or None, and then those classes are
    masked. Answers are kept in the folder `work`, so asking again costs nothing.
    """
    from_coco = [p for p in pictures if p.source.coco]
    from_earlier = [p for p in pictures if p.source.earlier]
    traffic = answers(from_coco, work / "found-coco.json", lambda: CocoRunner(CocoDetector(coco)), COCO_SIZE)
    street = {}
    if earlier:
        street = answers(from_earlier, work / "found-earlier.json", lambda: load_runner(coco, earlier), None)
    return [_closed(p, traffic, street) for p in pictures]


def load_runner(coco, checkpoint):
    """A runner over the best network of a training checkpoint."""
    network = StreetDetector(coco, COCO_SEEDS)
    if Path(checkpoint).suffix == ".onnx":
        return TorchRunner(load_exported(network, checkpoint))
    network.load_state_dict(torch.load(checkpoint)["best"]["average"])
    return TorchRunner(network)


def _closed(picture, traffic, street):
    source = picture.source
    if source.coco:
        picture = complete(picture, traffic[picture.key], source.coco, COCO_SURE, COCO_DOUBTFUL)
    if source.earlier and street:
        return complete(picture, street[picture.key], source.earlier, EARLIER_SURE, EARLIER_DOUBTFUL)
    return mask(picture, source.earlier) if source.earlier else picture


def answers(pictures, path, open_runner, size):
    """What a network finds in the pictures, by picture key; kept in the file `path`, so asking again costs nothing."""
    found = read_found(path) if path.exists() else {}
    missing = [p for p in pictures if p.key not in found]
    if missing:
        print(f"asking a network about {len(missing)} pictures -> {path.name}", flush=True)
        runner = open_runner()
        sizes = {"canvas_size": size} if size else {}
        for asked, picture in enumerate(missing, 1):
            found[picture.key] = detect(runner, picture.path, lowest=0.1, **sizes)
            if asked % 200 == 0 or asked == len(missing):
                write_found(path, found)
                print(f"  {asked} of {len(missing)}", flush=True)
    return found
