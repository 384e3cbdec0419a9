"""Causes of mistakes, on pictures of one or two boxes."""

import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from causes import Mistake, counted, mistakes
from errors import cell, write_sheets
from labels import BIN, BIN_OVERFLOW, BINS, CLASSES, RUBBISH, Labelled

LARGE = [0.1, 0.1, 0.5, 0.5]
INSIDE = [0.1, 0.1, 0.3, 0.3]
FAR = [0.7, 0.7, 0.9, 0.9]
TINY = [0.9, 0.9, 0.92, 0.92]
HALF = [0.5] * len(CLASSES)


def made(objects, found, kind=BIN, ignored=()):
    """(missed, cause, other) of the mistakes; objects: (box, class), found: (box, class, score)."""
    ignored = np.array(ignored, np.float32).reshape(-1, 4)
    picture = Labelled(Path("p.jpg"), BINS, _boxes(objects), np.array([o[1] for o in objects], np.int64), ignored,
                       np.full(len(ignored), -1, np.int64))
    answer = _boxes(found), np.array([f[1] for f in found], np.int64), np.array([f[2] for f in found], np.float32)
    return [(m.missed, m.cause, m.other) for m in mistakes(picture, answer, kind, HALF, (384, 640))]


def _boxes(rows):
    return np.array([r[0] for r in rows], np.float32).reshape(-1, 4)


class MissedTest(unittest.TestCase):
    """Why an object is missed."""

    def test_nothing_is_wrong_where_all_is_found(self):
        self.assertEqual([], made([(LARGE, BIN)], [(LARGE, BIN, 0.9)]))

    def test_names_the_class_it_was_called(self):
        self.assertEqual([(True, "called another class", BIN_OVERFLOW)],
                         made([(LARGE, BIN)], [(LARGE, BIN_OVERFLOW, 0.9), (LARGE, BIN, 0.3)]))

    def test_tells_a_low_score_from_none(self):
        self.assertEqual([(True, "under threshold", None)], made([(LARGE, BIN)], [(LARGE, BIN, 0.4)]))
        self.assertEqual([(True, "not seen", None)], made([(LARGE, BIN)], [(LARGE, BIN, 0.02)]))
        self.assertEqual([(True, "small", None)], made([(TINY, BIN)], []))

    def test_a_loose_box_is_a_miss_and_a_false_box(self):
        self.assertEqual([(True, "loose box", None), (False, "loose", None)],
                         made([(LARGE, BIN)], [(INSIDE, BIN, 0.9)]))


class FalseTest(unittest.TestCase):
    """Why a box is false."""

    def test_tells_background_from_another_class_and_from_a_second_box(self):
        found = [(LARGE, BIN, 0.9), (LARGE, BIN, 0.8), (FAR, BIN, 0.7)]
        self.assertEqual([(False, "second box", None), (False, "background", None)], made([(LARGE, BIN)], found))
        self.assertEqual([(False, "on another class", RUBBISH)], made([(LARGE, RUBBISH)], [(LARGE, BIN, 0.9)]))

    def test_a_box_under_its_threshold_or_in_an_ignore_box_is_none(self):
        self.assertEqual([], made([], [(FAR, BIN, 0.4), (LARGE, BIN, 0.9)], ignored=[LARGE]))


class ShownTest(unittest.TestCase):
    """The table and the sheets."""

    def test_counts_by_cause(self):
        made_ = [Mistake(True, "small", np.array(TINY), 0.0)] * 2 + [Mistake(False, "loose", np.array(FAR), 0.6)]
        self.assertEqual("| bins | bin | 7 | 0 | 0 | 0 | 2 | 0 | 0 | 0 | 1 | 0 |",
                         counted([("bins", "bin", 7, made_)]).splitlines()[-1])

    def test_a_cell_at_the_picture_s_edge_is_whole(self):
        shown = cell(np.full((40, 300, 3), 255, np.uint8), Mistake(False, "loose", np.array(TINY), 0.6, BIN), CLASSES)
        self.assertEqual((200, 200, 3), shown.shape)

    def test_writes_a_sheet_per_cause(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "p.png"
            cv2.imwrite(str(path), np.full((60, 60, 3), 200, np.uint8))
            write_sheets({"bins-bin-false-loose": [(path, Mistake(False, "loose", np.array(FAR), 0.6))] * 7}, CLASSES,
                         Path(folder) / "sheets")
            sheet = cv2.imread(str(Path(folder) / "sheets" / "bins-bin-false-loose.jpg"))
            self.assertEqual((400, 1200, 3), sheet.shape)


if __name__ == "__main__":
    unittest.main()
