"""Crops and their names, on boxes worked out by hand."""

import unittest
from pathlib import Path

import numpy as np

from crops import OTHER, VERIFIED, cut, found_crops, true_crops
from labels import BIN, BIN_OVERFLOW, BINS, RUBBISH, Labelled

LEFT = [0.1, 0.1, 0.4, 0.4]
RIGHT = [0.6, 0.6, 0.9, 0.9]


def picture(boxes, classes, ignored=()):
    """A picture with these objects; `ignored` are ignore boxes of every class."""
    ignored = np.array(ignored, np.float32).reshape(-1, 4)
    return Labelled(Path("p.jpg"), BINS, np.array(boxes, np.float32).reshape(-1, 4), np.array(classes, np.int64),
                    ignored, np.full(len(ignored), -1, np.int64))


class CutTest(unittest.TestCase):
    """What part of a picture a crop shows."""

    def test_keeps_a_quarter_of_margin_on_each_side(self):
        image = np.zeros((200, 200, 3), np.uint8)
        image[75:125, 75:125] = 255
        crop = cut(image, np.array([0.375, 0.375, 0.625, 0.625]), side=96)
        self.assertEqual((96, 96, 3), crop.shape)
        self.assertAlmostEqual(64 / 96, (crop[48] > 127).mean(), delta=0.05)

    def test_a_wide_box_lies_on_grey(self):
        crop = cut(np.zeros((100, 300, 3), np.uint8), np.array([0.1, 0.4, 0.9, 0.6]), side=96)
        self.assertEqual([114, 0, 114], [int(crop[y, 48, 0]) for y in (1, 48, 94)])

    def test_a_box_at_the_edge_is_cut_there(self):
        self.assertEqual((96, 96, 3), cut(np.zeros((50, 50, 3), np.uint8), np.array([0.9, 0.9, 1.0, 1.0]), 96).shape)


class NamesTest(unittest.TestCase):
    """What a crop is called."""

    def test_a_bin_that_is_not_overflowing_is_other(self):
        names = [c.name for c in true_crops(picture([LEFT, RIGHT], [BIN, BIN_OVERFLOW]))]
        self.assertEqual([OTHER, VERIFIED.index(BIN_OVERFLOW)], names)

    def test_a_found_box_is_true_only_on_an_object_of_its_class(self):
        found = (np.array([LEFT, RIGHT, LEFT]), np.array([BIN_OVERFLOW, RUBBISH, BIN]), np.array([0.9, 0.8, 0.7]))
        crops = found_crops(picture([LEFT, RIGHT], [BIN, RUBBISH]), found, 0.1)
        self.assertEqual([OTHER, VERIFIED.index(RUBBISH)], [c.name for c in crops])

    def test_leaves_out_what_the_labels_cannot_tell(self):
        half = [0.1, 0.1, 0.4, 0.22]
        found = (np.array([half, RIGHT, LEFT]), np.full(3, RUBBISH), np.array([0.9, 0.8, 0.05]))
        self.assertEqual([], found_crops(picture([LEFT], [RUBBISH], ignored=[RIGHT]), found, 0.1))

    def test_a_small_box_in_a_whole_picture_s_ignore_box_is_left_out(self):
        found = (np.array([LEFT]), np.array([RUBBISH]), np.array([0.9]))
        self.assertEqual([], found_crops(picture([], [], ignored=[[0, 0, 1, 1]]), found, 0.1))


if __name__ == "__main__":
    unittest.main()
