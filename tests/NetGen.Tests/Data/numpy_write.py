"""Writes arrays of every element type, byte order and memory order that are numbers to the folder in sys.argv[1].

For each x.npy there is x.f4 and x.f8: its elements in C order as numpy converts them, little-endian. Prints the names.
"""
import os
import sys

import numpy as np

folder = sys.argv[1]
rng = np.random.default_rng(1)
np.seterr(all="ignore")


def elements(kind, count):
    dtype = np.dtype(kind)
    if dtype.kind == "b":
        return rng.integers(0, 2, count).astype(bool)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        values = rng.integers(limits.min, limits.max, count, dtype=dtype, endpoint=True)
        values[:3] = [limits.min, limits.max, 1]
        if dtype.itemsize == 8:
            # Halfway between two floats, and beside it: they show an integer that is rounded twice.
            values[3:6] = [2**60 + 2**36, 2**60 + 2**36 + 1, 2**60 + 3 * 2**36 - 1]
        return values
    values = rng.standard_normal(count).astype(dtype)
    limits = np.finfo(dtype)
    values[:7] = [0.0, -0.0, np.inf, -np.inf, np.nan, limits.max, limits.tiny / 4]
    return values


def write(name, array, version):
    with open(os.path.join(folder, name + ".npy"), "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    for extension in ("f4", "f8"):
        with open(os.path.join(folder, name + "." + extension), "wb") as file:
            file.write(array.astype("<" + extension).tobytes(order="C"))
    print(name)


for kind in ("b1", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"):
    for order in "<>":
        for layout in "CF":
            for shape in ((24,), (2, 3, 4), (12, 1, 5), (9000,)):
                array = np.array(elements(kind, int(np.prod(shape))).reshape(shape), dtype=order + kind, order=layout)
                name = "-".join([kind, "little" if order == "<" else "big", layout, "x".join(map(str, shape))])
                write(name, array, (1 + len(shape) % 3, 0))

for version in ((1, 0), (2, 0), (3, 0)):
    write("scalar-%d" % version[0], np.array(2.5), version)
    write("empty-%d" % version[0], np.zeros((0, 3), np.float32), version)
    write("many-%d" % version[0], np.arange(2.0).reshape((1,) * 31 + (2,)), version)
