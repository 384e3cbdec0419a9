"""Letterbox, hold-out and the order in which pictures are drawn."""

import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from augment import LIGHT, STRONG, Canvases
from data import HEIGHT, WIDTH, Letterbox, split
from labels import BINS, PERSON, SCENES, Labelled
from loss import ABSENT


def pictures(count, source=BINS, folder="."):
    """Pictures with one person each and no file."""
    box = np.array([[0.25, 0.25, 0.75, 0.75]], np.float32)
    return [Labelled(Path(folder) / f"cn_{n:06d}.png", source, box, np.array([PERSON])) for n in range(count)]


class LetterboxTest(unittest.TestCase):
    """Where a picture lies on the canvas."""

    def test_square_picture_is_centred(self):
        box = Letterbox.of(2 * HEIGHT, 2 * HEIGHT)
        self.assertEqual((0.5, (WIDTH - HEIGHT) // 2, 0), (box.scale, box.left, box.top))

    def test_margins_are_grey(self):
        canvas = Letterbox.of(10, 10).draw(np.zeros((10, 10, 3), np.uint8))
        self.assertEqual([114, 0, 114], [int(canvas[5, x, 0]) for x in (0, WIDTH // 2, WIDTH - 1)])

    def test_canvas_boxes_come_back_as_fractions(self):
        box = Letterbox.of(2 * HEIGHT, 2 * HEIGHT)
        canvas = np.array([[box.left + HEIGHT / 4, HEIGHT / 4, box.left + HEIGHT / 2, HEIGHT]], np.float32)
        np.testing.assert_allclose([[0.25, 0.25, 0.5, 1.0]], box.to_fractions(canvas, 2 * HEIGHT, 2 * HEIGHT))


class SplitTest(unittest.TestCase):
    """Held-out pictures."""

    def test_holds_out_about_a_tenth_and_nothing_twice(self):
        train, validation = split(pictures(3000))
        self.assertEqual(3000, len({p.key for p in train + validation}))
        self.assertTrue(0.05 < len(validation) / 3000 < 0.14, len(validation))

    def test_keeps_neighbours_on_one_side(self):
        _, validation = split(pictures(3000))
        self.assertTrue(all(n % 10 == 0 for n in self.run_lengths(validation)))

    def run_lengths(self, validation):
        """How many held-out pictures each block of ten numbers has."""
        blocks = [int(p.path.stem[3:]) // 10 for p in validation]
        return [blocks.count(b) for b in set(blocks)]


class CanvasesTest(unittest.TestCase):
    """Batches depend on seed and step alone."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.pictures = pictures(6, folder=self.folder.name) + pictures(2, SCENES, self.folder.name)
        for number, picture in enumerate(self.pictures[:6]):
            image = np.full((60, 80, 3), 30 * number, np.uint8)
            image[15:45, 20:60] = 255
            cv2.imwrite(str(picture.path), image)

    def test_a_resumed_run_draws_what_it_would_have_drawn(self):
        one, other = Canvases(self.pictures, 7), Canvases(self.pictures, 7)
        one.batch(0, (64, 96), 3, STRONG)
        first, second = one.batch(5, (64, 96), 3, STRONG), other.batch(5, (64, 96), 3, STRONG)
        np.testing.assert_array_equal(first[0], second[0])
        self.assertEqual(first[1].boxes.tolist(), second[1].boxes.tolist())

    def test_steps_and_seeds_differ(self):
        one = Canvases(self.pictures, 7)
        images = [one.batch(5, (64, 96), 2, STRONG)[0], one.batch(6, (64, 96), 2, STRONG)[0],
                  Canvases(self.pictures, 8).batch(5, (64, 96), 2, STRONG)[0]]
        self.assertFalse(np.array_equal(images[0], images[1]) or np.array_equal(images[0], images[2]))

    def test_boxes_follow_the_picture(self):
        images, targets = Canvases(self.pictures[:6], 3).batch(0, (120, 160), 24, LIGHT)
        for image, boxes, kinds in zip(images.numpy(), targets.boxes, targets.classes):
            for x1, y1, x2, y2 in boxes[kinds != ABSENT].round().int().tolist():
                inside = image[y1 + 4 : y2 - 4, x1 + 4 : x2 - 4].mean()
                ring = np.concatenate((image[max(0, y1 - 6) : max(0, y1 - 3), x1:x2].reshape(-1),
                                       image[y2 + 3 : y2 + 6, x1:x2].reshape(-1)))
                if ring.size:
                    self.assertGreater(inside, ring.mean())

    def test_pictures_from_above_are_turned_over_with_their_boxes(self):
        above = replace(BINS, from_above=True)
        image = np.zeros((100, 100, 3), np.uint8)
        image[10:30, 40:60] = 255
        box = np.array([[0.4, 0.1, 0.6, 0.3]], np.float32)
        picture = Labelled(Path(self.folder.name) / "above.png", above, box, np.array([PERSON]))
        cv2.imwrite(str(picture.path), image)
        images, targets = Canvases([picture], 1).batch(0, (100, 100), 12, LIGHT)
        halves = set()
        for drawn, boxes in zip(images.numpy(), targets.boxes):
            x1, y1, x2, y2 = boxes[0].round().int().tolist()
            self.assertGreater(drawn[y1 + 3 : y2 - 3, x1 + 3 : x2 - 3].mean(), 90)
            halves.add(y1 > 40)
        self.assertEqual({True, False}, halves)


if __name__ == "__main__":
    unittest.main()
