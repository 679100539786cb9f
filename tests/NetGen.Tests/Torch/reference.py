"""Reads networks with samples from standard input as JSON; writes the outputs, costs and gradients that PyTorch computes in double."""

import json
import sys

import torch
from torch.nn import functional

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "Identity": lambda z, alpha: z,
    "Sigmoid": lambda z, alpha: torch.sigmoid(z),
    "Tanh": lambda z, alpha: torch.tanh(z),
    "ReLU": lambda z, alpha: functional.relu(z),
    "LeakyReLU": lambda z, alpha: functional.leaky_relu(z, alpha),
    "GELU": lambda z, alpha: functional.gelu(z, approximate="none"),
    "ELU": lambda z, alpha: functional.elu(z, alpha),
    "SELU": lambda z, alpha: functional.selu(z),
    "GELUTanh": lambda z, alpha: functional.gelu(z, approximate="tanh"),
    "SiLU": lambda z, alpha: functional.silu(z),
    "Softplus": lambda z, alpha: functional.softplus(z, threshold=600),
    "Softsign": lambda z, alpha: functional.softsign(z),
    # Not hardsigmoid, whose slope is 1/6 in float even of numbers in double.
    "HardSigmoid": lambda z, alpha: functional.relu6(z + 3) / 6,
    "HardSwish": lambda z, alpha: functional.hardswish(z),
    "Mish": lambda z, alpha: functional.mish(z),
    "Softmax": lambda z, alpha: torch.softmax(z, 1),
    "LogSoftmax": lambda z, alpha: functional.log_softmax(z, 1),
}


def quadratic(z, a, y, network):
    return ((a - y) ** 2).sum(1) / 2


def binary_cross_entropy(z, a, y, network):
    s = network["labelSmoothing"]
    return functional.binary_cross_entropy_with_logits(z, y * (1 - s) + s / 2, reduction="none").sum(1)


def categorical_cross_entropy(z, a, y, network):
    return functional.cross_entropy(z, y, reduction="none", label_smoothing=network["labelSmoothing"])


def mean_squared_error(z, a, y, network):
    return functional.mse_loss(a, y, reduction="none").mean(1)


def mean_absolute_error(z, a, y, network):
    return functional.l1_loss(a, y, reduction="none").mean(1)


def huber(z, a, y, network):
    return functional.huber_loss(a, y, reduction="none", delta=network["delta"]).mean(1)


def hinge(z, a, y, network):
    return functional.relu(1 - y * a).mean(1)


def negative_log_likelihood(z, a, y, network):
    return -(y * a).sum(1)


COSTS = {
    "Quadratic": quadratic,
    "BinaryCrossEntropy": binary_cross_entropy,
    "CategoricalCrossEntropy": categorical_cross_entropy,
    "MeanSquaredError": mean_squared_error,
    "MeanAbsoluteError": mean_absolute_error,
    "Huber": huber,
    "Hinge": hinge,
    "NegativeLogLikelihood": negative_log_likelihood,
}


def tensor(array):
    return torch.tensor(array["values"], dtype=torch.float64).reshape(array["shape"])


def evaluate(network):
    parameters = {name: tensor(block).requires_grad_() for name, block in network["parameters"].items()}
    inputs = tensor(network["inputs"]).requires_grad_()
    targets = tensor(network["targets"])
    a = inputs
    for i, layer in enumerate(network["layers"]):
        z = functional.linear(a, parameters[f"layers.{i}.weight"], parameters[f"layers.{i}.bias"])
        a = ACTIVATIONS[layer["activation"]](z, layer["alpha"])
    # The targets serve as derivatives by the outputs as well.
    (given,) = torch.autograd.grad(a, inputs, targets, retain_graph=True)
    costs = COSTS[network["cost"]](z, a, targets, network)
    weighted = torch.autograd.grad((costs * tensor(network["sampleWeights"])).sum(), list(parameters.values()), retain_graph=True)
    costs.sum().backward()
    return {
        "outputs": a.flatten().tolist(),
        "costs": costs.tolist(),
        "meanCost": costs.mean().item(),
        "gradient": {name: block.grad.flatten().tolist() for name, block in parameters.items()},
        "inputGradient": inputs.grad.flatten().tolist(),
        "inputGradientOfOutputs": given.flatten().tolist(),
        "weightedGradient": {name: block.flatten().tolist() for name, block in zip(parameters, weighted)},
    }


json.dump([evaluate(network) for network in json.load(sys.stdin)], sys.stdout, allow_nan=False)
