"""Steps in proportion to the weights."""

import unittest

import torch

from optimiser import RelativeAdam, channel_size


class RelativeAdamTest(unittest.TestCase):
    """Large and small channels learn at the same pace."""

    def test_moves_each_channel_by_its_own_size(self):
        weights = torch.nn.Parameter(torch.tensor([[100.0, -100.0], [0.01, 0.01], [50.0, 50.0]]).reshape(3, 2, 1, 1))
        before = weights.detach().clone()
        weights.grad = torch.full_like(weights, 3.0)
        RelativeAdam([{"params": [weights]}], 0.01).step()
        moved = (before - weights.detach()).reshape(3, 2)
        torch.testing.assert_close(moved[0], torch.tensor([1.0, 1.0]))
        torch.testing.assert_close(moved[2], torch.tensor([0.5, 0.5]))
        self.assertGreater(float(moved[1, 0]), 1e-3, "a dead channel counts as a tenth of its layer's mean")

    def test_reaches_the_minimum_of_an_ill_scaled_problem(self):
        weights = torch.nn.Parameter(torch.tensor([80.0, 0.02]).reshape(2, 1, 1, 1))
        wanted = torch.tensor([60.0, 0.05]).reshape(2, 1, 1, 1)
        optimiser = RelativeAdam([{"params": [weights]}], 0.02)
        for _ in range(400):
            optimiser.zero_grad()
            (((weights - wanted) / wanted) ** 2).sum().backward()
            optimiser.step()
        torch.testing.assert_close(weights.detach()[0], wanted[0], rtol=0.02, atol=0)

    def test_goes_on_from_a_saved_state(self):
        def run(saved):
            torch.manual_seed(0)
            weights = torch.nn.Parameter(torch.ones(2, 2, 1, 1))
            optimiser = RelativeAdam([{"params": [weights]}], 0.01)
            for step in range(6):
                if saved and step == 3:
                    state, optimiser = optimiser.state_dict(), RelativeAdam([{"params": [weights]}], 0.01)
                    optimiser.load_state_dict(state)
                weights.grad = torch.randn(2, 2, 1, 1)
                optimiser.step()
            return weights.detach()

        torch.testing.assert_close(run(False), run(True))

    def test_sizes_a_bias_as_one(self):
        self.assertAlmostEqual(5.0, float(channel_size(torch.tensor([3.0, -4.0, 5.0, 50 ** 0.5]))), places=5)
