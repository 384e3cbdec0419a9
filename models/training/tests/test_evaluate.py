"""What a detector says of pictures that show nothing."""

import unittest

import numpy as np

from evaluate import Answers, blanks


class BlanksTest(unittest.TestCase):
    """Every class's threshold must lie above these scores."""

    def test_asks_about_every_blank_and_keeps_the_highest_score_of_each_class(self):
        asked = []

        def runner(canvas):
            asked.append(canvas)
            scores = np.array([[0.1, 0.02 * len(asked)], [0.3, 0.0]], np.float32)
            return np.array([[0, 0, 640, 384], [10, 10, 20, 20]], np.float32), scores

        highest = Answers(runner).highest_on_blanks(3)
        self.assertEqual(len(blanks()), len(asked))
        np.testing.assert_allclose([0.3, 0.02 * len(asked), 0.0], highest, atol=1e-6)

    def test_blanks_are_the_same_each_time(self):
        self.assertTrue(all(np.array_equal(a, b) for a, b in zip(blanks(), blanks())))


if __name__ == "__main__":
    unittest.main()
