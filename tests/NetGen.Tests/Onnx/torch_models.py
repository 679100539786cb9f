# Exports models of PyTorch to a folder, each with inputs and outputs as raw numbers beside it, and prints a line for each.
import os
import sys
import warnings

import torch
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(1)
FOLDER = sys.argv[1]

ACTIVATIONS = {
    "Sigmoid": nn.Sigmoid, "Tanh": nn.Tanh, "ReLU": nn.ReLU, "LeakyReLU(0.01)": nn.LeakyReLU,
    "LeakyReLU(0.3)": lambda: nn.LeakyReLU(0.3), "LeakyReLU(0.25)": lambda: nn.PReLU(init=0.25), "GELU": nn.GELU,
    "GELUTanh": lambda: nn.GELU("tanh"), "ELU(1)": nn.ELU, "ELU(0.7)": lambda: nn.ELU(0.7), "SELU": nn.SELU, "SiLU": nn.SiLU,
    "Softplus": nn.Softplus, "Softsign": nn.Softsign, "HardSigmoid": nn.Hardsigmoid, "HardSwish": nn.Hardswish, "Mish": nn.Mish,
    "Identity": nn.Identity,
}


class Image(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(12, 4)
        self.out = nn.Linear(4, 1, bias=False)

    def forward(self, x):
        x = (x.view(x.size(0), -1) - 0.1307) / 0.3081
        return torch.sigmoid(self.out(torch.relu(self.hidden(x)))).squeeze(1)


def normalized():
    model = nn.Sequential(
        nn.BatchNorm1d(5), nn.Linear(5, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.BatchNorm1d(4), nn.Dropout(0.5),
        nn.Linear(4, 3, bias=False), nn.BatchNorm1d(3))
    for layer in model:
        if isinstance(layer, nn.BatchNorm1d):
            layer.running_mean.normal_()
            layer.running_var.uniform_(0.5, 2)
            layer.weight.data.uniform_(0.5, 2)
            layer.bias.data.normal_()
    return model


def save(topology, model, opset, dtype=torch.float32, shape=(9, 5), **options):
    model = model.to(dtype).eval()
    x = torch.randn(*shape, dtype=dtype) * 2
    with torch.no_grad():
        y = model(x)
    name = f"{len(os.listdir(FOLDER)):04}"
    path = os.path.join(FOLDER, name)
    try:
        torch.onnx.export(
            model, x, path + ".onnx", opset_version=opset, input_names=["x"], output_names=["y"],
            dynamic_axes={"x": {0: "N"}, "y": {0: "N"}}, **options)
    except Exception as error:
        # Some operators have no form in the older sets.
        print(f"{name}|cannot|{opset}|{type(error).__name__}")
        return
    with open(path + ".bin", "wb") as file:
        file.write(x.numpy().tobytes() + y.numpy().tobytes())
    kind = "Single" if dtype == torch.float32 else "Double"
    print(f"{name}|{topology}; {kind}|{x.numel()}|{opset}")


for opset in (7, 9, 11, 13, 17):
    for text, make in ACTIVATIONS.items():
        for dtype in (torch.float32, torch.float64):
            layers = nn.Sequential(nn.Linear(5, 4), make(), nn.Linear(4, 3), make())
            save(f"5-4-3 {text}, {text}; Quadratic", layers, opset, dtype)
    for dtype in (torch.float32, torch.float64):
        layers = nn.Sequential(nn.Linear(5, 4, bias=False), nn.ReLU(), nn.Linear(4, 3), nn.Softmax(1))
        save("5-4-3 ReLU, Softmax; CategoricalCrossEntropy", layers, opset, dtype)
        layers = nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3, bias=False), nn.LogSoftmax(-1))
        save("5-4-3 ReLU, LogSoftmax; NegativeLogLikelihood", layers, opset, dtype)
        save("5-4-3 Standardize, ReLU, Identity; Quadratic", normalized(), opset, dtype)
        layers = nn.Sequential(nn.Flatten(), nn.Linear(12, 4), nn.Tanh(), nn.Dropout(0.2), nn.Linear(4, 3))
        save("12-4-3 Tanh, Identity; Quadratic", layers, opset, dtype, (6, 3, 4))
        save("12-4-1 Standardize, ReLU, Sigmoid; Quadratic", Image(), opset, dtype, (6, 3, 4))
        save(
            "12-4-1 Standardize, ReLU, Sigmoid; Quadratic", Image(), opset, dtype, (6, 3, 4),
            do_constant_folding=False, keep_initializers_as_inputs=True)
