"""Times steps of training, and outputs, by PyTorch.

Every line of the standard input is a case, and the answer to it is a line of the standard output, both in JSON. The first line
written is the version of PyTorch, and the libraries that multiply its matrices.
"""
import json
import os
import re
import statistics
import sys
import time

import torch

MEASUREMENT_SECONDS = 0.01
WARM_UP_SECONDS = 0.2


def matrix_libraries():
    """Debian's PyTorch takes any BLAS that is installed, and its speed depends on which; others bring one of their own."""
    maps = "/proc/self/maps"
    if not os.path.exists(maps):
        return "BLAS unknown"
    with open(maps) as file:
        paths = {line.split()[-1] for line in file if re.search(r"/lib\w*(blas|blis|mkl)[^/]*$", line)}
    return ", ".join(sorted(os.path.realpath(path) for path in paths)) or "a BLAS of its own"


def read_numbers(case):
    """Shapes of all tensors of a case in the order of its file, and the tensors."""
    sizes = case["sizes"]
    shapes = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        shapes += [(outputs, inputs), (outputs,)]
    shapes += [(case["sets"], case["batch"], sizes[0]), (case["sets"], case["batch"], sizes[-1])]
    lengths = [torch.Size(shape).numel() for shape in shapes]
    with open(case["file"], "rb") as file:
        numbers = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
    return [part.reshape(shape).clone() for part, shape in zip(numbers.split(lengths), shapes)]


class Training:
    """A network and its optimizer."""

    def __init__(self, case, optimizer, rate):
        *parameters, self.inputs, self.targets = read_numbers(case)
        layers = []
        for weight, bias, activation in zip(parameters[::2], parameters[1::2], case["activations"]):
            layer = torch.nn.Linear(weight.shape[1], weight.shape[0])
            layer.weight = torch.nn.Parameter(weight)
            layer.bias = torch.nn.Parameter(bias)
            layers += [layer, {"Sigmoid": torch.nn.Sigmoid, "ReLU": torch.nn.ReLU}[activation]()]
        self.network = torch.nn.Sequential(*layers)
        kind = getattr(torch.optim, optimizer["class"])
        self.optimizer = kind(self.network.parameters(), lr=rate, **optimizer["arguments"])
        self.sets = list(zip(self.inputs, self.targets))
        self.scale = 0.5 / case["batch"]

    def step(self, inputs, targets):
        self.optimizer.zero_grad(set_to_none=True)
        cost = (self.network(inputs) - targets).square().sum() * self.scale
        cost.backward()
        self.optimizer.step()

    def seconds(self, repetitions):
        """The time of some steps, on one set of samples after the other."""
        begin = time.perf_counter()
        for i in range(repetitions):
            self.step(*self.sets[i % len(self.sets)])
        return time.perf_counter() - begin

    def seconds_of_outputs(self, repetitions):
        """The time of computing outputs, of one set of samples after the other."""
        with torch.inference_mode():
            begin = time.perf_counter()
            for i in range(repetitions):
                self.network(self.inputs[i % len(self.sets)])
            return time.perf_counter() - begin

    def outputs(self, steps):
        """The outputs for the first set after steps on it."""
        for _ in range(steps):
            self.step(*self.sets[0])
        with torch.no_grad():
            return self.network(self.sets[0][0]).flatten().tolist()


def repetitions_of(seconds):
    """Warms up, and tells how often a measurement repeats what is timed."""
    begin = time.perf_counter()
    runs = 0
    while time.perf_counter() - begin < WARM_UP_SECONDS:
        seconds(1)
        runs += 1
    return max(1, round(runs * MEASUREMENT_SECONDS / WARM_UP_SECONDS))


def answer(case):
    optimizers = case["optimizers"]
    outputs = [Training(case, optimizer, optimizer["large_rate"]).outputs(case["checked_steps"]) for optimizer in optimizers]
    trainings = [Training(case, optimizer, optimizer["rate"]) for optimizer in optimizers]
    timed = [training.seconds for training in trainings] + [trainings[0].seconds_of_outputs]
    repetitions = [repetitions_of(seconds) for seconds in timed]
    measured = [[] for _ in timed]
    for number in range(case["rounds"]):
        for turn in range(len(timed)):
            i = (number + turn) % len(timed)
            measured[i].append(timed[i](repetitions[i]) / repetitions[i])
    *steps, in_use = [statistics.median(times) for times in measured]
    return {"steps": [{"seconds": seconds, "outputs": values} for seconds, values in zip(steps, outputs)], "in_use": in_use}


torch.set_num_threads(1)
print(f"{torch.__version__}, {matrix_libraries()}", flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
