"""The assigner and the loss on hand-made pictures."""

import unittest

import torch

from graph import points
from loss import EVERY_CLASS, Batch, Targets, assign, detection_loss, shield

SIZE = (64, 96)
BIN, PERSON = 1, 5


def targets(boxes=(), classes=(), ignore=(), kinds=()):
    """Targets from plain lists."""
    return Targets(
        torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4), torch.tensor(classes, dtype=torch.long),
        torch.tensor(ignore, dtype=torch.float32).reshape(-1, 4), torch.tensor(kinds, dtype=torch.long),
    )


class AssignTest(unittest.TestCase):
    """Which points answer for which object."""

    def setUp(self):
        corners, self.strides = points(*SIZE)
        self.centres = corners + self.strides / 2
        self.scores = torch.full((len(self.centres), 6), 0.1)

    def assigned(self, side, *given):
        """Target scores and owners of one picture, where every point predicts a box of the given side around it."""
        wanted, owner = assign(self.scores[None], self.boxes_around_points(side)[None], self.centres, self.strides,
                               Batch.of([targets(*given)]))
        return wanted[0], owner[0]

    def boxes_around_points(self, side):
        """A prediction of the given side at every point."""
        return torch.cat((self.centres - side / 2, self.centres + side / 2), 1)

    def test_gives_an_object_points_inside_it_and_its_class(self):
        box = [16.0, 16.0, 48.0, 48.0]
        wanted, owner = self.assigned(32, [box], [BIN])
        hit = owner >= 0
        self.assertEqual(9, int(hit.sum()))
        self.assertTrue(((self.centres[hit] > 16) & (self.centres[hit] < 48)).all())
        self.assertTrue((wanted[hit, BIN] > 0).all())
        self.assertEqual(0.0, float(wanted[~hit].sum() + wanted[:, PERSON].sum()))

    def test_target_of_the_best_point_is_its_overlap(self):
        box = [20.0, 20.0, 36.0, 36.0]
        wanted, _ = self.assigned(16, [box], [BIN])
        best = int(wanted[:, BIN].argmax())
        self.assertEqual([28.0, 28.0], self.centres[best].tolist())
        self.assertAlmostEqual(1.0, float(wanted[best, BIN]), places=5)

    def test_never_gives_one_point_to_two_objects(self):
        overlapping = [[16.0, 16.0, 48.0, 48.0], [20.0, 16.0, 52.0, 48.0]]
        wanted, owner = self.assigned(32, overlapping, [BIN, PERSON])
        self.assertEqual({0, 1}, set(owner[owner >= 0].tolist()))
        self.assertTrue(((wanted > 0).sum(1) <= 1).all())

    def test_reaches_objects_smaller_than_a_grid_cell(self):
        _, owner = self.assigned(8, [[17.0, 17.0, 21.0, 21.0]], [BIN])
        self.assertGreater(int((owner >= 0).sum()), 0)

    def test_finds_nothing_in_an_empty_picture(self):
        wanted, owner = self.assigned(8)
        self.assertEqual(0.0, float(wanted.sum()))
        self.assertEqual(-1, int(owner.max()))

    def test_pictures_of_a_batch_do_not_touch_each_other(self):
        alone = targets([[16.0, 16.0, 48.0, 48.0]], [BIN])
        crowd = targets([[0.0, 0.0, 32.0, 32.0], [40.0, 8.0, 90.0, 60.0], [8.0, 30.0, 40.0, 60.0]], [PERSON, BIN, BIN])
        predictions = self.boxes_around_points(32).expand(3, -1, -1)
        wanted, owner = assign(self.scores.expand(3, -1, -1), predictions, self.centres, self.strides,
                               Batch.of([alone, targets(), crowd]))
        self.assertEqual(-1, int(owner[1].max()))
        for picture, one in ((0, alone), (2, crowd)):
            expected, owners = assign(self.scores[None], predictions[:1], self.centres, self.strides, Batch.of([one]))
            self.assertTrue(torch.equal(expected[0], wanted[picture]))
            self.assertTrue(torch.equal(owners[0], owner[picture]))


class ShieldTest(unittest.TestCase):
    """Where a class may or may not be present, nothing counts against it."""

    def test_shields_one_class_inside_its_box_only(self):
        centres = torch.tensor([[10.0, 10.0], [40.0, 40.0]])
        shielded = shield(centres, Batch.of([targets(ignore=[[0, 0, 20, 20]], kinds=[BIN])]), 6)[0]
        self.assertEqual([[0, BIN]], shielded.nonzero().tolist())

    def test_shields_every_class_where_told(self):
        centres = torch.tensor([[10.0, 10.0], [40.0, 40.0]])
        shielded = shield(centres, Batch.of([targets(ignore=[[0, 0, 20, 20]], kinds=[EVERY_CLASS])]), 6)[0]
        self.assertEqual([6, 0], shielded.sum(1).tolist())

    def test_ignored_scores_have_no_slope_and_others_have(self):
        corners, strides = points(*SIZE)
        logits = torch.zeros(1, len(corners), 6, requires_grad=True)
        boxes = torch.cat((corners, corners + strides), 1)[None]
        ignored = targets(ignore=[[0, 0, SIZE[1], SIZE[0]]], kinds=[BIN])
        loss, _, _ = detection_loss(logits, boxes, Batch.of([ignored]), SIZE)
        loss.backward()
        self.assertEqual(0.0, float(logits.grad[..., BIN].abs().max()))
        self.assertGreater(float(logits.grad[..., PERSON].min()), 0.0)


if __name__ == "__main__":
    unittest.main()
