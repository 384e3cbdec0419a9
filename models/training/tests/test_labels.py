"""Closing label gaps: sure boxes become labels, unsure ones are ignored, the rest stays negative."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from labels import (
    BIN, BINS, PERSON, RUBBISH, STALL, VEHICLE, EVERY_CLASS, Labelled, complete, corrected, mask, read_found, read_yolo,
    write_found,
)

BOX = [0.1, 0.1, 0.3, 0.3]
FAR = [0.6, 0.6, 0.8, 0.8]


def picture(boxes=(), classes=()):
    """A labelled picture without a file."""
    return Labelled(Path("p.jpg"), BINS, np.array(boxes, np.float32).reshape(-1, 4), np.array(classes, np.int64))


def found(*rows):
    """A network's answer from (box, class, score) rows."""
    return (np.array([r[0] for r in rows], np.float32).reshape(-1, 4), np.array([r[1] for r in rows], np.int64),
            np.array([r[2] for r in rows], np.float32))


class CompleteTest(unittest.TestCase):
    """What becomes of a network's boxes."""

    def test_sorts_boxes_by_score(self):
        done = complete(
            picture(), found((BOX, PERSON, 0.9), (FAR, VEHICLE, 0.3), (FAR, PERSON, 0.05)), (PERSON, VEHICLE), 0.5, 0.2
        )
        self.assertEqual([PERSON], done.classes.tolist())
        self.assertEqual([VEHICLE], done.ignore_classes.tolist())

    def test_leaves_kinds_it_was_not_asked_for(self):
        done = complete(picture(), found((BOX, BIN, 0.9)), (PERSON,), 0.5, 0.2)
        self.assertEqual([], done.classes.tolist())

    def test_does_not_repeat_a_label(self):
        done = complete(picture([BOX], [PERSON]), found((BOX, PERSON, 0.9), (FAR, PERSON, 0.9)), (PERSON,), 0.5, 0.2)
        self.assertEqual([PERSON, PERSON], done.classes.tolist())

    def test_mask_covers_the_whole_picture_of_each_kind(self):
        done = mask(picture(), (STALL, BIN))
        self.assertEqual([STALL, BIN], done.ignore_classes.tolist())
        self.assertEqual([[0, 0, 1, 1]] * 2, done.ignore_boxes.tolist())


class CorrectedTest(unittest.TestCase):
    """Label faults mended by eye."""

    def test_adds_ignores_and_replaces(self):
        near = [0.1, 0.1, 0.3, 0.29]
        done = corrected(picture([BOX, near], [BIN, BIN]), [["rubbish", *FAR], ["ignore", *FAR], ["replace", *BOX]])
        self.assertEqual([BIN, RUBBISH], done.classes.tolist())
        np.testing.assert_allclose([near, FAR], done.boxes, atol=1e-6)
        self.assertEqual([EVERY_CLASS] * 2, done.ignore_classes.tolist())

    def test_leaves_a_picture_without_faults(self):
        whole = picture([BOX], [BIN])
        self.assertIs(whole, corrected(whole, []))

    def test_mends_a_picture_without_labels(self):
        self.assertEqual([BIN], corrected(picture(), [["bin", *BOX]]).classes.tolist())


class FilesTest(unittest.TestCase):
    """Label files and kept answers."""

    def test_reads_our_classes_and_ignored_ones(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "p.txt"
            path.write_text("1 0.5 0.5 0.2 0.4\n3 0.1 0.1 0.2 0.2\n\n9 0.5 0.5 0.1 0.1\n")
            boxes, classes, ignore = read_yolo(path, BINS.classes, ignored=(3,))
        self.assertEqual([BIN], classes.tolist())
        np.testing.assert_allclose([[0.4, 0.3, 0.6, 0.7]], boxes, atol=1e-6)
        np.testing.assert_allclose([[0, 0, 0.2, 0.2]], ignore, atol=1e-6)

    def test_names_the_line_that_is_wrong(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "p.txt"
            path.write_text("1 0.5 0.5 0.2 0.4\n1 0.5 0.5\n")
            with self.assertRaisesRegex(ValueError, "p.txt:2: expected 'class cx cy w h'"):
                read_yolo(path, BINS.classes)

    def test_keeps_answers(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "found.json"
            write_found(path, {"a": found((BOX, PERSON, 0.9)), "b": found()})
            kept = read_found(path)
        self.assertEqual([PERSON], kept["a"][1].tolist())
        self.assertEqual((0, 4), kept["b"][0].shape)


if __name__ == "__main__":
    unittest.main()
