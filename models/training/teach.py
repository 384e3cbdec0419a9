"""Closes label gaps: asks the COCO network about traffic, leaves open what nobody labelled."""

from detect import CocoRunner, detect
from graph import CocoDetector
from labels import complete, mask, read_found, write_found

COCO_WEIGHTS = "models/yolox_nano_416_coco_rawgrid.onnx"
COCO_SIZE = (416, 416)
COCO_SURE, COCO_DOUBTFUL = 0.45, 0.15


def completed(pictures, coco, work):
    """The pictures with their gaps closed; coco: path of the COCO network.

    Its answers are kept in the folder `work`, so asking again costs nothing.
    """
    from_coco = [p for p in pictures if p.source.coco]
    traffic = answers(from_coco, work / "found-coco.json", lambda: CocoRunner(CocoDetector(coco)), COCO_SIZE)
    return [_closed(p, traffic) for p in pictures]


def _closed(picture, traffic):
    source = picture.source
    if source.coco:
        picture = complete(picture, traffic[picture.key], source.coco, COCO_SURE, COCO_DOUBTFUL)
    return mask(picture, source.unlabelled) if source.unlabelled else picture


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
