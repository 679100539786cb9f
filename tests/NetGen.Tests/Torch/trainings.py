"""Reads trainings from standard input as JSON; writes the parameters after each step, by PyTorch's optimizers and schedulers, in double."""

import json
import sys

import torch
from torch.nn import functional
from torch.optim import lr_scheduler

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

OPTIMIZERS = {
    "Momentum": lambda parameters, rate: torch.optim.SGD(parameters, lr=rate, momentum=0.8),
    "Adam": lambda parameters, rate: torch.optim.Adam(parameters, lr=rate),
}


class Halving:
    """The book's rule, which PyTorch does not have: halves the rate after some epochs in a row without a better score."""

    def __init__(self, optimizer, patience, until):
        self.group, = optimizer.param_groups
        self.patience, self.last = patience, self.group["lr"] / until
        self.best, self.since = None, 0

    def step(self, score):
        """Takes the score of an epoch; returns whether training has ended."""
        if self.best is None or score > self.best:
            self.best, self.since = score, 0
        else:
            self.since += 1
        if self.since == self.patience:
            self.group["lr"] /= 2
            self.since = 0
        return self.group["lr"] <= self.last


def warm_up(optimizer, steps):
    return lr_scheduler.LinearLR(optimizer, 1 / steps, total_iters=int(steps) - 1)


def cosine_after_warm_up(optimizer, steps, whole, final):
    rate = optimizer.param_groups[0]["lr"]
    cosine = lr_scheduler.CosineAnnealingLR(optimizer, int(whole - steps), final * rate)
    return lr_scheduler.SequentialLR(optimizer, [warm_up(optimizer, steps), cosine], [int(steps)])


def plateau(optimizer, factor, patience, threshold, cooldown, least):
    rate = optimizer.param_groups[0]["lr"]
    return lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=factor, patience=int(patience), threshold=threshold, cooldown=int(cooldown), min_lr=least * rate, eps=0)


def one_cycle(optimizer, steps, start, first, last, linear):
    return lr_scheduler.OneCycleLR(
        optimizer, optimizer.param_groups[0]["lr"], total_steps=int(steps), pct_start=float(start), div_factor=first,
        final_div_factor=last, anneal_strategy="linear" if linear else "cos", cycle_momentum=False, three_phase=False)


# How often each takes a step: after every step of training, after every epoch, or after every epoch with the validation's result.
STEP, EPOCH, COST, SCORE = range(4)

SCHEDULERS = {
    "Constant": (STEP, lambda optimizer: lr_scheduler.ConstantLR(optimizer, 1)),
    "Step": (EPOCH, lambda optimizer, size, factor: lr_scheduler.StepLR(optimizer, int(size), factor)),
    "Exponential": (EPOCH, lr_scheduler.ExponentialLR),
    "Cosine": (STEP, lambda optimizer, steps, final: lr_scheduler.CosineAnnealingLR(
        optimizer, int(steps), final * optimizer.param_groups[0]["lr"])),
    "CosineOfEpochs": (EPOCH, lambda optimizer, epochs, final: lr_scheduler.CosineAnnealingLR(
        optimizer, int(epochs), final * optimizer.param_groups[0]["lr"])),
    "CosineAfterWarmUp": (STEP, cosine_after_warm_up),
    "OneCycle": (STEP, one_cycle),
    "WarmUp": (STEP, warm_up),
    "WarmUpOfStep": (STEP, lambda optimizer, warm, size, factor: lr_scheduler.ChainedScheduler(
        [warm_up(optimizer, warm), lr_scheduler.StepLR(optimizer, int(size), factor)])),
    "Plateau": (COST, plateau),
    "Halving": (SCORE, Halving),
    "LambdaOfSteps": (STEP, lambda optimizer, decay: lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (1 + decay * step))),
    "LambdaOfEpochs": (EPOCH, lambda optimizer, decay: lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 / (1 + decay * epoch))),
}


def tensor(array):
    return torch.tensor(array["values"], dtype=torch.float64).reshape(array["shape"])


def outputs_of(parameters, inputs):
    hidden = torch.tanh(functional.linear(inputs, parameters["layers.0.weight"], parameters["layers.0.bias"]))
    return functional.linear(hidden, parameters["layers.1.weight"], parameters["layers.1.bias"])


def cost_of(outputs, targets):
    return (((outputs - targets) ** 2).sum(1) / 2).mean()


def validate(parameters, inputs, targets, by_accuracy):
    """The cost, and the score that is to rise."""
    with torch.no_grad():
        outputs = outputs_of(parameters, inputs)
        cost = cost_of(outputs, targets).item()
        return cost, (outputs.argmax(1) == targets.argmax(1)).sum().item() if by_accuracy else -cost


def train(training, batches, validation):
    parameters = {name: tensor(block).requires_grad_() for name, block in training["parameters"].items()}
    optimizer = OPTIMIZERS[training["optimizer"]](list(parameters.values()), training["rate"])
    kind, make = SCHEDULERS[training["schedule"]]
    scheduler = make(optimizer, *training["arguments"])
    steps = []
    for number, (inputs, targets) in enumerate(batches):
        optimizer.zero_grad()
        cost_of(outputs_of(parameters, inputs), targets).backward()
        optimizer.step()
        steps.append({name: block.flatten().tolist() for name, block in parameters.items()})
        if kind == STEP and number + 1 < len(batches):
            scheduler.step()
        if (number + 1) % training["stepsPerEpoch"] == 0:
            cost, score = validate(parameters, *validation, training["byAccuracy"])
            if kind == EPOCH:
                scheduler.step()
            elif kind == COST:
                scheduler.step(cost)
            elif kind == SCORE and scheduler.step(score):
                break
    return steps


given = json.load(sys.stdin)
given_batches = [(tensor(batch["inputs"]), tensor(batch["targets"])) for batch in given["batches"]]
given_validation = tensor(given["validation"]["inputs"]), tensor(given["validation"]["targets"])
json.dump([train(training, given_batches, given_validation) for training in given["trainings"]], sys.stdout, allow_nan=False)
