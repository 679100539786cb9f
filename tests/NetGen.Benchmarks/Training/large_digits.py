"""The training of `samples/Digits -- best` in PyTorch, for its time and accuracy. Arguments: the folder of MNIST, epochs, seed."""

import gzip
import math
import pathlib
import sys
import time

import numpy
import torch
from torch import nn

folder, epochs, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
BATCH = 100


def read(name, header):
    path = folder / name
    data = path.read_bytes() if path.exists() else gzip.decompress((folder / (name + ".gz")).read_bytes())
    return numpy.frombuffer(data, numpy.uint8, offset=header)


def images(name):
    return torch.tensor(read(name, 16).reshape(-1, 28, 28))


def labels(name):
    return torch.tensor(read(name, 8).astype(numpy.int64))


def shifted(image, rows, columns):
    moved = torch.roll(image, (rows, columns), (1, 2))
    moved[:, :max(rows, 0)] = 0
    moved[:, 28 + min(rows, 0):] = 0
    moved[:, :, :max(columns, 0)] = 0
    moved[:, :, 28 + min(columns, 0):] = 0
    return moved


all_images, all_labels = images("train-images-idx3-ubyte"), labels("train-labels-idx1-ubyte")
x, y = all_images[:-10000], all_labels[:-10000]
x = torch.cat([x] + [shifted(x, *by) for by in ((-1, 0), (1, 0), (0, -1), (0, 1))]).reshape(-1, 784)
y = y.repeat(5)
test_x = images("t10k-images-idx3-ubyte").reshape(-1, 784).float() / 255
test_y = labels("t10k-labels-idx1-ubyte")

torch.manual_seed(seed)
net = nn.Sequential(
    nn.Dropout(0.1), nn.Linear(784, 512), nn.ReLU(),
    nn.Dropout(0.3), nn.Linear(512, 512), nn.ReLU(),
    nn.Dropout(0.3), nn.Linear(512, 10))
optimizer = torch.optim.Adam(net.parameters(), 0.001)
steps = epochs * math.ceil(len(x) / BATCH)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
cost = nn.CrossEntropyLoss()
start = time.perf_counter()
for epoch in range(epochs):
    order = torch.randperm(len(x))
    for first in range(0, len(x), BATCH):
        batch = order[first:first + BATCH]
        optimizer.zero_grad()
        cost(net(x[batch].float() / 255), y[batch]).backward()
        optimizer.step()
        schedule.step()
seconds = time.perf_counter() - start
net.eval()
with torch.inference_mode():
    accuracy = (net(test_x).argmax(1) == test_y).float().mean().item()
print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads: {epochs} epochs in {seconds:.0f} s, test {100 * accuracy:.2f} %")
