"""Writes networks of dense layers to files as Keras does, and computes their outputs with NumPy.

The layouts are those of keras.saving: the archive of Keras 3 (config.json, metadata.json, model.weights.h5 with layers/dense/vars/0), and
the HDF5 files of Keras 2 and 3 (attributes model_config, keras_version, layer_names and weight_names; groups of layers by their names).
"""
import io
import json
import math
import zipfile

import h5py
import numpy


def snake_case(name):
    return {"BatchNormalization": "batch_normalization", "ReLU": "re_lu", "LeakyReLU": "leaky_re_lu", "ELU": "elu",
            "InputLayer": "input_layer"}.get(name, name.lower())


class Layer:
    def __init__(self, kind, name, config=(), weights=(), names=()):
        self.kind, self.name, self.config = kind, name, dict(config)
        self.weights, self.names = list(weights), list(names)


def dense(random, name, inputs, outputs, activation="linear", dtype=numpy.float32, use_bias=True, **config):
    weights = [random.normal(0, 1 / math.sqrt(inputs), (inputs, outputs)).astype(dtype), random.normal(0, 0.3, outputs).astype(dtype)]
    config = {"units": outputs, "activation": activation, "use_bias": use_bias, "dtype": numpy.dtype(dtype).name,
              "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}}, **config}
    return Layer("Dense", name, config, weights[:2 if use_bias else 1], ["kernel", "bias"])


def erf(x):
    return numpy.vectorize(math.erf)(x)


def softmax(x):
    e = numpy.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def elu(x, alpha=1.0):
    return numpy.where(x > 0, x, alpha * numpy.expm1(numpy.minimum(x, 0)))


ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": lambda x: numpy.maximum(x, 0),
    "sigmoid": lambda x: 1 / (1 + numpy.exp(-x)),
    "tanh": numpy.tanh,
    "elu": elu,
    "selu": lambda x: 1.0507009873554805 * elu(x, 1.6732632423543772),
    "gelu": lambda x: 0.5 * x * (1 + erf(x / math.sqrt(2))),
    "silu": lambda x: x / (1 + numpy.exp(-x)),
    "swish": lambda x: x / (1 + numpy.exp(-x)),
    "mish": lambda x: x * numpy.tanh(numpy.log1p(numpy.exp(x))),
    "softplus": lambda x: numpy.log1p(numpy.exp(x)),
    "softsign": lambda x: x / (1 + numpy.abs(x)),
    "hard_sigmoid": lambda x: numpy.clip((x + 3) / 6, 0, 1),
    "hard_silu": lambda x: x * numpy.clip((x + 3) / 6, 0, 1),
    "leaky_relu": lambda x: numpy.where(x > 0, x, 0.2 * x),
    "softmax": softmax,
    "log_softmax": lambda x: numpy.log(softmax(x)),
}


def activate(activation, x):
    if isinstance(activation, str):
        return ACTIVATIONS[activation](x)
    return outputs([Layer(activation["class_name"], "", activation["config"])], x)


def outputs(layers, x):
    for layer in layers:
        c, w = layer.config, [weight.astype(numpy.float64) for weight in layer.weights]
        if layer.kind == "Dense":
            x = activate(c["activation"], x @ w[0] + (w[1] if len(w) > 1 else 0))
        elif layer.kind == "Activation":
            x = ACTIVATIONS[c["activation"]](x)
        elif layer.kind == "LeakyReLU":
            x = numpy.where(x > 0, x, c.get("negative_slope", c.get("alpha", 0.3)) * x)
        elif layer.kind == "ReLU":
            x = numpy.where(x > 0, x, (c.get("negative_slope") or 0) * x)
        elif layer.kind == "ELU":
            x = elu(x, c["alpha"])
        elif layer.kind == "Softmax":
            x = softmax(x)
        elif layer.kind == "Flatten":
            x = x.reshape(len(x), -1)
        elif layer.kind == "Normalization":
            x = (x - w[0]) / numpy.maximum(numpy.sqrt(w[1]), 1e-7)
        elif layer.kind == "BatchNormalization":
            x = w[0] * (x - w[2]) / numpy.sqrt(w[3] + c["epsilon"]) + w[1]
        elif layer.kind == "Rescaling":
            x = x * c["scale"] + c["offset"]
    return x


def history(name, keras3):
    if keras3:
        return {"args": [{"class_name": "__keras_tensor__", "config": {
            "shape": [None, 1], "dtype": "float32", "keras_history": [name, 0, 0]}}], "kwargs": {}}
    return [[name, 0, 0, {}]]


def config_of(layers, keras3, functional, disorder=False):
    entries = []
    for i, layer in enumerate(layers):
        entry = {"class_name": layer.kind, "config": {"name": layer.name, "trainable": True, **layer.config}}
        if keras3:
            entry["module"] = "keras.layers"
        if functional:
            entry["name"] = layer.name
            entry["inbound_nodes"] = [history(layers[i - 1].name, keras3)] if i else []
        entries.append(entry)
    config = {"name": "model", "layers": entries}
    if functional:
        config["input_layers"] = [[layers[0].name, 0, 0]]
        config["output_layers"] = [[layers[-1].name, 0, 0]]
    return {"class_name": "Functional" if functional else "Sequential", "config": config}


def write_variables(file, layers):
    counts = {}
    for layer in layers:
        name = snake_case(layer.kind)
        count = counts.get(name, 0)
        counts[name] = count + 1
        group = file.create_group(f"layers/{name}_{count}" if count else f"layers/{name}").create_group("vars")
        for i, weight in enumerate(layer.weights):
            group[str(i)] = weight
    file.create_group("vars")


def write_archive(path, layers, functional=False, compression=zipfile.ZIP_STORED):
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        write_variables(file, layers)
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.3.3", "date_saved": "2024-05-01@10:00:00"}))
        archive.writestr("config.json", json.dumps(config_of(layers, True, functional)))
        archive.writestr("model.weights.h5", memory.getvalue())


def write_variables_alone(path, layers):
    with h5py.File(path, "w") as file:
        write_variables(file, layers)


def write_named(group, layers, version):
    suffix = ":0" if version.startswith("2") else ""
    names = [layer.name.encode() for layer in layers]
    if len(layers) > 10:
        # As it does where there are too many for one attribute.
        half = len(names) // 2
        group.attrs["layer_names0"], group.attrs["layer_names1"] = names[:half], names[half:]
    else:
        group.attrs["layer_names"] = names
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = version.encode()
    for layer in sorted(layers, key=lambda one: one.name):
        inner = group.create_group(layer.name)
        paths = [f"{layer.name}/{name}{suffix}".encode() for name in layer.names[:len(layer.weights)]]
        inner.attrs["weight_names"] = paths
        for path, weight in zip(paths, layer.weights):
            data = inner.create_dataset(path, weight.shape, dtype=weight.dtype)
            data[...] = weight
    group.create_group("top_level_model_weights").attrs["weight_names"] = []


def write_hdf5(path, layers, version, functional=False):
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = version if version.startswith("3") else version.encode()
        file.attrs["backend"] = "tensorflow" if version.startswith("3") else b"tensorflow"
        file.attrs["model_config"] = json.dumps(config_of(layers, version.startswith("3"), functional)).encode()
        write_named(file.create_group("model_weights"), layers, version)
        file.create_group("optimizer_weights").create_dataset("iterations", data=numpy.int64(3))


def write_named_alone(path, layers, version):
    with h5py.File(path, "w") as file:
        write_named(file, layers, version)
