"""Reads trainings from standard input as JSON; writes the parameters after each step of PyTorch's optimizers, in double."""

import json
import sys

import torch
from torch.nn import functional

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


class NAdam(torch.optim.NAdam):
    """NAdam as documented. Before version 2, PyTorch's step of the mean has the factor of the last step twice in its product."""

    @torch.no_grad()
    def step(self):
        super().step()
        if not torch.__version__.startswith("1."):
            return
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for block in group["params"]:
                state = self.state[block]
                step = state["step"].item()
                product = state["mu_product"].item()
                last, following = (
                    beta1 * (1 - 0.5 * 0.96 ** (number * group["momentum_decay"])) for number in (step, step + 1))
                root = (state["exp_avg_sq"] / (1 - beta2 ** step)).sqrt() + group["eps"]
                excess = 1 / (1 - product * following) - 1 / (1 - product * last * following)
                block -= group["lr"] * following * excess * state["exp_avg"] / root


OPTIMIZERS = {
    "Sgd": lambda groups, rate: torch.optim.SGD(groups, lr=rate),
    "Momentum": lambda groups, rate, momentum: torch.optim.SGD(groups, lr=rate, momentum=momentum),
    "Nesterov": lambda groups, rate, momentum: torch.optim.SGD(groups, lr=rate, momentum=momentum, nesterov=True),
    "Adam": lambda groups, rate, beta1, beta2, eps: torch.optim.Adam(groups, lr=rate, betas=(beta1, beta2), eps=eps),
    "Adagrad": lambda groups, rate, eps: torch.optim.Adagrad(groups, lr=rate, eps=eps),
    "RMSprop": lambda groups, rate, alpha, eps, momentum: torch.optim.RMSprop(
        groups, lr=rate, alpha=alpha, eps=eps, momentum=momentum),
    "NAdam": lambda groups, rate, beta1, beta2, eps, decay: NAdam(
        groups, lr=rate, betas=(beta1, beta2), eps=eps, momentum_decay=decay),
    "Rprop": lambda groups, rate, minus, plus, least, most: torch.optim.Rprop(
        groups, lr=rate, etas=(minus, plus), step_sizes=(least, most)),
    "AdamW": lambda groups, rate, beta1, beta2, eps: torch.optim.AdamW(groups, lr=rate, betas=(beta1, beta2), eps=eps),
}


def tensor(array):
    return torch.tensor(array["values"], dtype=torch.float64).reshape(array["shape"])


def train(training):
    parameters = {name: tensor(block).requires_grad_() for name, block in training["parameters"].items()}
    *arguments, decay = training["arguments"]
    groups = [
        {"params": [block for name, block in parameters.items() if name.endswith("weight")], "weight_decay": decay},
        {"params": [block for name, block in parameters.items() if name.endswith("bias")], "weight_decay": 0},
    ]
    optimizer = OPTIMIZERS[training["optimizer"]](groups, *arguments)
    steps = []
    for inputs, targets in zip(training["inputs"], training["targets"]):
        hidden = torch.tanh(functional.linear(tensor(inputs), parameters["layers.0.weight"], parameters["layers.0.bias"]))
        outputs = functional.linear(hidden, parameters["layers.1.weight"], parameters["layers.1.bias"])
        optimizer.zero_grad()
        (((outputs - tensor(targets)) ** 2).sum(1) / 2).mean().backward()
        if training["clipNorm"] is not None:
            torch.nn.utils.clip_grad_norm_(parameters.values(), training["clipNorm"])
        if training["clipValue"] is not None:
            torch.nn.utils.clip_grad_value_(parameters.values(), training["clipValue"])
        for block in groups[0]["params"]:
            block.grad += training["l1Decay"] * block.detach().sign()
        if isinstance(optimizer, torch.optim.Rprop):  # has no weight decay
            for block in groups[0]["params"]:
                block.grad += decay * block.detach()
        optimizer.step()
        if training["maxNorm"] is not None:
            with torch.no_grad():
                for block in groups[0]["params"]:
                    block *= (training["maxNorm"] / block.norm(dim=1, keepdim=True)).clamp(max=1)
        steps.append({name: block.flatten().tolist() for name, block in parameters.items()})
    return steps


json.dump([train(training) for training in json.load(sys.stdin)], sys.stdout, allow_nan=False)
