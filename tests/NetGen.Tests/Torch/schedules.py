"""Reads schedules from standard input as JSON; writes the learning rates that PyTorch gives them, of a full rate of 1."""

import json
import sys

import torch
from torch.optim import lr_scheduler

torch.set_num_threads(1)

SCHEDULES = {
    "Step": lambda optimizer, size, factor: lr_scheduler.StepLR(optimizer, int(size), factor),
    "Exponential": lambda optimizer, factor: lr_scheduler.ExponentialLR(optimizer, factor),
    "Cosine": lambda optimizer, steps, final: lr_scheduler.CosineAnnealingLR(optimizer, int(steps), final),
    "OneCycle": lambda optimizer, steps, start, first, last, linear: lr_scheduler.OneCycleLR(
        optimizer, 1.0, total_steps=int(steps), pct_start=float(start), div_factor=first, final_div_factor=last,
        anneal_strategy="linear" if linear else "cos"),
    "WarmUp": lambda optimizer, steps: lr_scheduler.LinearLR(optimizer, 1 / steps, total_iters=int(steps) - 1),
    "Plateau": lambda optimizer, factor, patience, threshold, cooldown, least: lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=factor, patience=int(patience), threshold=threshold, cooldown=int(cooldown), min_lr=least, eps=0),
}


def rates(schedule):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = SCHEDULES[schedule["name"]](optimizer, *schedule["arguments"])
    result = []
    for cost in schedule["costs"]:
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if schedule["name"] == "Plateau":
            scheduler.step(cost)
        else:
            scheduler.step()
    return result


json.dump([rates(schedule) for schedule in json.load(sys.stdin)], sys.stdout, allow_nan=False)
