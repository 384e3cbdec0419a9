"""Average precision, thresholds and ignore boxes on cases worked out by hand."""

import math
import unittest

import numpy as np

from metrics import ClassScore, auroc, best_threshold, judged

A = [0.0, 0.0, 0.2, 0.2]
B = [0.5, 0.5, 0.9, 0.9]
C = [0.0, 0.5, 0.2, 0.9]


def boxes(*rows):
    """Boxes [n, 4]."""
    return np.array(rows, np.float32).reshape(-1, 4)


class JudgedTest(unittest.TestCase):
    """Which detections hit, miss, or do not count."""

    def test_second_box_on_one_object_is_a_miss(self):
        scores, hits = judged((boxes(A, A), np.array([0.4, 0.9])), boxes(A), boxes())
        self.assertEqual([0.9, 0.4], scores.tolist())
        self.assertEqual([True, False], hits.tolist())

    def test_leftover_in_an_ignore_box_does_not_count(self):
        scores, hits = judged((boxes(A, B, C), np.array([0.9, 0.8, 0.7])), boxes(A), boxes(B))
        self.assertEqual([0.9, 0.7], scores.tolist())
        self.assertEqual([True, False], hits.tolist())

    def test_object_is_matched_before_the_ignore_box_counts(self):
        _, hits = judged((boxes(A), np.array([0.9])), boxes(A), boxes(A))
        self.assertEqual([True], hits.tolist())


class ClassScoreTest(unittest.TestCase):
    """Figures over a set of pictures."""

    def score(self, scores, hits, objects):
        """One picture's score."""
        result = ClassScore()
        result.add(np.array(scores), np.array(hits, bool), objects)
        return result

    def test_perfect_detections_have_precision_one(self):
        self.assertAlmostEqual(1.0, self.score([0.9, 0.8], [1, 1], 2).ap50())

    def test_half_the_objects_found_is_half_the_area(self):
        self.assertAlmostEqual(51 / 101, self.score([0.9], [1], 2).ap50())

    def test_a_miss_ahead_of_the_only_hit_halves_precision(self):
        self.assertAlmostEqual(0.5, self.score([0.9, 0.8], [0, 1], 1).ap50())

    def test_no_object_has_no_precision(self):
        self.assertTrue(math.isnan(self.score([0.9], [0], 0).ap50()))

    def test_counts_false_boxes_on_empty_pictures_only(self):
        score = self.score([0.9, 0.6], [0, 0], 0)
        score.add(np.array([0.9]), np.array([False]), 1)
        score.add(np.array([]), np.array([], bool), 0)
        self.assertEqual(0.5, score.at(0.7)[2])


class IntervalTest(unittest.TestCase):
    """Intervals from pictures drawn anew."""

    def test_pictures_that_all_score_alike_leave_no_doubt(self):
        score = ClassScore()
        for _ in range(30):
            score.add(np.array([0.9]), np.array([True]), 1)
        self.assertEqual((1.0, 1.0), score.ap50_interval())

    def test_holds_the_figure_and_widens_with_fewer_pictures(self):
        widths = []
        for pictures in (20, 500):
            score = ClassScore()
            for number in range(pictures):
                score.add(np.array([0.9 - 0.4 * (number % 3 == 0)]), np.array([number % 3 > 0]), 1)
            low, high = score.ap50_interval()
            self.assertTrue(low <= score.ap50() <= high)
            widths.append(high - low)
        self.assertLess(widths[1], widths[0])

    def test_a_picture_counted_twice_is_two_pictures(self):
        one, two = ClassScore(), ClassScore()
        for score, often in ((one, 1), (two, 2)):
            for _ in range(often):
                score.add(np.array([0.9, 0.3]), np.array([True, False]), 2)
            score.add(np.array([0.8]), np.array([False]), 1)
        self.assertAlmostEqual(two.ap50(), one.ap50(np.array([2, 1])))

    def test_order_of_scores_is_all_that_auroc_sees(self):
        value, _ = auroc(np.array([0.1, 0.2, 0.3, 0.9]), np.array([False, False, True, True]))
        self.assertEqual(1.0, value)
        value, _ = auroc(np.array([0.5, 0.5, 0.5, 0.5]), np.array([False, True, False, True]))
        self.assertEqual(0.5, value)


class ThresholdTest(unittest.TestCase):
    """Which threshold a class gets."""

    def score(self, scores, hits, objects, empty=()):
        """One picture with objects and, where given, false boxes on a picture without one."""
        result = ClassScore()
        result.add(np.array(scores), np.array(hits, bool), objects)
        if len(empty):
            result.add(np.array(empty), np.zeros(len(empty), bool), 0)
        return result

    def empty(self, pictures, false):
        """Pictures without an object, a false box of score 0.6 on `false` of them."""
        result = ClassScore()
        for number in range(pictures):
            boxes_ = int(number < false)
            result.add(np.full(boxes_, 0.6), np.zeros(boxes_, bool), 0)
        return result

    def test_keeps_false_boxes_on_empty_pictures_down(self):
        score = self.score([0.9] * 15 + [0.45] * 15, [1] * 30, 30, empty=[0.5, 0.5])
        self.assertEqual(0.25, best_threshold([score], [score], 0.25, 0.8, most_false=1.0))
        self.assertEqual(0.51, best_threshold([score], [score], 0.25, 0.8, most_false=0.05))

    def test_one_source_with_false_boxes_is_not_hidden_by_the_others(self):
        good = self.score([0.9] * 30, [1] * 30, 30)
        clean, noisy = self.empty(100, 0), self.empty(25, 4)
        self.assertEqual(0.61, best_threshold([good], [good, clean, noisy], 0.25, 0.8, most_false=0.05))

    def test_sources_of_few_pictures_count_together(self):
        good = self.score([0.9] * 30, [1] * 30, 30)
        self.assertEqual(0.25, best_threshold([good], [good, self.empty(10, 1), self.empty(10, 0)], 0.25, 0.8, 0.05))

    def test_counts_every_set_alike_whatever_its_size(self):
        large = self.score([0.9] * 60 + [0.4] * 60, [1] * 60 + [0] * 60, 60)
        small = self.score([0.7] * 20, [1] * 20, 20)
        self.assertEqual(0.41, best_threshold([large, small], [large, small], 0.25, 0.95, most_false=1.0))

    def test_asks_every_set_for_its_precision(self):
        sure = self.score([0.9] * 40 + [0.3] * 40, [1] * 80, 80)
        doubtful = self.score([0.8] * 20 + [0.5] * 20, [1] * 20 + [0] * 20, 20)
        sets = [sure, doubtful]
        self.assertEqual(0.25, best_threshold(sets, sets, 0.25, 0.95, most_false=1.0, least_precision=0.5))
        self.assertEqual(0.51, best_threshold(sets, sets, 0.25, 0.95, most_false=1.0, least_precision=0.9))

    def test_leaves_out_sets_with_too_few_objects(self):
        large = self.score([0.9] * 60 + [0.4] * 60, [1] * 60 + [0] * 60, 60)
        tiny = self.score([0.3] * 3, [1] * 3, 3)
        self.assertEqual(0.41, best_threshold([large, tiny], [large, tiny], 0.25, 0.95, most_false=1.0))


if __name__ == "__main__":
    unittest.main()
