"""Adam whose steps are in proportion to the weights they change, channel by channel."""

import torch

BETAS = 0.9, 0.999
EPSILON = 1e-12
SMALLEST_SHARE = 0.1


class RelativeAdam(torch.optim.Optimizer):
    """AdamW (Loshchilov and Hutter, 2019) with each step multiplied by the size of the weights of its output channel.

    A rate of 0.01 moves every weight by about a hundredth of its channel's root mean square at the start, as Adafactor
    does per tensor (Shazeer and Stern, 2018). Channels below SMALLEST_SHARE of their layer's mean size count as that.
    """

    def __init__(self, groups, rate, decay=0.0):
        super().__init__(groups, {"lr": rate, "decay": decay})
        for weights in (p for group in self.param_groups for p in group["params"]):
            self.state[weights] = {"step": 0, "size": channel_size(weights.detach()),
                                   "mean": torch.zeros_like(weights), "square": torch.zeros_like(weights)}

    @torch.no_grad()
    def step(self, closure=None):
        """One update from the gradients at hand."""
        for group in self.param_groups:
            for weights in group["params"]:
                if weights.grad is not None:
                    self._move(weights, self.state[weights], group["lr"], group["decay"])

    @staticmethod
    def _move(weights, state, rate, decay):
        first, second = BETAS
        state["step"] += 1
        state["mean"].lerp_(weights.grad, 1 - first)
        state["square"].mul_(second).addcmul_(weights.grad, weights.grad, value=1 - second)
        mean = state["mean"] / (1 - first ** state["step"])
        root = (state["square"] / (1 - second ** state["step"])).sqrt_().add_(EPSILON)
        weights.mul_(1 - rate * decay).sub_(state["size"] * mean / root, alpha=rate)


def channel_size(weights):
    """Root mean square of each output channel of a convolution, of all of a bias, in a shape that multiplies them."""
    if weights.dim() < 2:
        return weights.square().mean().sqrt().clamp(min=0.05)
    sizes = weights.square().mean(dim=tuple(range(1, weights.dim())), keepdim=True).sqrt()
    return sizes.clamp(min=float(sizes.mean()) * SMALLEST_SHARE)
