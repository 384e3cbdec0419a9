"""The model card: a template's prose with the figures of one package."""

from collections import Counter
from pathlib import Path

from evaluate import MOST_FALSE_PER_PICTURE, as_alarm_table, as_cross_table, as_table
from labels import DETECTORS

LICENCES = {
    "bins_garbage_cn": ("CC BY 4.0", "streets in China; sheared copies, 10-15 % catalogue shots; 'overflow' is sometimes "
                                     "merely full or open; labels miss some litter"),
    "vehicles_indonesia": ("CC BY 4.0", "mostly close views; motorbikes are left as background"),
    "stall_travel_mit": ("MIT", "eleven pictures with stalls, many parasols and shop fronts without"),
    "coco128": ("annotations CC BY 4.0, pictures under their Flickr terms", "first 128 of train2017"),
    "scenes": ("our own", "rendered by `models/scenes`"),
    "vendor_aerial_bogota": ("CC BY 4.0", "one city from straight above; parasols; vehicles not labelled"),
    "aerial-scenes": ("our own", "rendered by `models/scenes`, a drone's view of surveyed sites"),
}


def write_card(path, manifest, rows, raised, counts, mistakes):
    """Writes the card; rows and raised: see `evaluate.report` and `alarms`; counts: see `count_pictures`; mistakes: the
    table of `causes.counted`."""
    names = [c["name"] for c in manifest["classes"]]
    template = Path(__file__).with_name(f"card-{manifest['name']}.md").read_text()
    path.write_text(template.format(
        version=manifest["version"],
        classes=", ".join(names),
        width=manifest["input"]["width"],
        height=manifest["input"]["height"],
        sources=_source_rows(counts),
        drawn=f"{counts['rendered share']:.0%}",
        table=as_table(rows),
        thresholds=", ".join(f"{c['name']} {c['threshold']:.2f}" for c in manifest["classes"]),
        most_false=MOST_FALSE_PER_PICTURE,
        least_precision=DETECTORS[manifest["name"]].least_precision,
        cross=as_cross_table(rows, names),
        alarms=as_alarm_table(raised),
        mistakes=mistakes,
    ))


def count_pictures(train, validation, weights, rendered):
    """{source: (trained, held out)} and the share of pictures of the `rendered` source among those drawn."""
    trained, held = Counter(p.source.name for p in train), Counter(p.source.name for p in validation)
    share = sum(w for p, w in zip(train, weights) if p.source.name == rendered)
    return {"sets": {name: (trained[name], held[name]) for name in trained}, "rendered share": float(share)}


def _source_rows(counts):
    return "\n".join(
        f"| {name} | {trained} / {held} | {LICENCES[name][0]} | {LICENCES[name][1]} |"
        for name, (trained, held) in counts["sets"].items()
    )
