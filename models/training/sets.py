"""The sets a detector is measured on: held out, test and foreign ones."""

import re

from data import images_in, read_set
from labels import (
    BIN, BIN_OVERFLOW, BINS, BOGOTA, CANOPY, COCO, RUBBISH, STALL, STALLS, STREET, TRAFFIC_KINDS, VEHICLES,
    Source, unlabelled,
)

BIN_IGNORED = (3,)
BAGS = Source("trashbags_malta", {number: RUBBISH for number in range(4)}, 0)
CONTAINERS = Source("containers_montevideo", {}, 0)
HEAPS = Source("construction_waste_riyadh", {}, 0)


def validation_sets(validation, detector):
    """Held-out pictures as (title, pictures, classes): real and rendered apart."""
    real = [p for p in validation if p.source.name != detector.scenes.name]
    rendered = [p for p in validation if p.source.name == detector.scenes.name]
    sets = [("held out, real", real, detector.real_kinds)]
    return sets + [("held out, rendered", rendered, tuple(range(len(detector.classes))))] if rendered else sets


def validation_sources(validation, detector):
    """Held-out pictures as (source, pictures, classes), each source apart."""
    every = tuple(range(len(detector.classes)))
    return [(name, [p for p in validation if p.source.name == name],
             every if name == detector.scenes.name else detector.real_kinds)
            for name in sorted({p.source.name for p in validation})]


def test_sets(data, detector):
    """(title, pictures, classes that are labelled completely there) of every test set; never trained on."""
    return _street_sets(data) if detector is STREET else _aerial_sets(data)


def alarm_sets(data, detector):
    """(title, pictures, whether each holds what should raise, classes that may raise it): sets without boxes."""
    if detector is not STREET:
        return []
    containers, heaps = data / "measure" / CONTAINERS.name, data / "measure" / HEAPS.name
    clean, dirty = (unlabelled(images_in(containers / part), CONTAINERS) for part in ("clean", "dirty"))
    streets = unlabelled(images_in(heaps / "images"), HEAPS)
    with_heap = [not p.path.stem.startswith("neg_") for p in streets]
    return [
        (CONTAINERS.name, clean + dirty, [False] * len(clean) + [True] * len(dirty), (BIN_OVERFLOW, RUBBISH)),
        (HEAPS.name, streets, with_heap, (RUBBISH,)),
    ]


def _street_sets(data):
    test = data / "test"
    street = (STALL, BIN, BIN_OVERFLOW, RUBBISH)
    bins = read_set(test / BINS.name, BINS, "labels_clean", BIN_IGNORED)
    catalogue = catalogue_names(test / BINS.name / "labels_clean.md")
    return [
        ("bins_garbage_cn, clean labels", bins, street),
        ("the same without catalogue shots", [p for p in bins if p.path.stem not in catalogue], street),
        ("vehicles_indonesia", read_set(test / VEHICLES.name, VEHICLES), (STALL, *TRAFFIC_KINDS)),
        ("stall_travel_mit", read_set(test / STALLS.name, STALLS), (STALL,)),
        ("coco128 (val2017)", read_set(test / COCO.name, COCO), (STALL, *TRAFFIC_KINDS)),
        ("trashbags_malta", read_set(data / "measure" / BAGS.name, BAGS), (STALL, RUBBISH)),
    ]


def _aerial_sets(data):
    return [(BOGOTA.name, read_set(data / "test" / BOGOTA.name, BOGOTA), (CANOPY,))]


def catalogue_names(notes):
    """File stems that the benchmark's notes list as product shots."""
    section = notes.read_text().split("## catalogue", 1)[1].split("Borderline", 1)[0]
    return set(re.findall(r"cn_\d+_jpg", section))
