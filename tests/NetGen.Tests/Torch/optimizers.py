"""Reads trainings from standard input as JSON; writes the parameters after each step of PyTorch's optimizers, in double."""

import json
import sys

import torch
from torch.nn import functional

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

OPTIMIZERS = {
    "Sgd": lambda groups, rate: torch.optim.SGD(groups, lr=rate),
    "Momentum": lambda groups, rate, momentum: torch.optim.SGD(groups, lr=rate, momentum=momentum),
    "Nesterov": lambda groups, rate, momentum: torch.optim.SGD(groups, lr=rate, momentum=momentum, nesterov=True),
    "Adam": lambda groups, rate, beta1, beta2, eps: torch.optim.Adam(groups, lr=rate, betas=(beta1, beta2), eps=eps),
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
        optimizer.step()
        steps.append({name: block.flatten().tolist() for name, block in parameters.items()})
    return steps


json.dump([train(training) for training in json.load(sys.stdin)], sys.stdout, allow_nan=False)
