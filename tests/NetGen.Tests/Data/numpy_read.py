"""Prints element type, shape and bytes, in hexadecimal digits, of the .npy files in sys.argv[1:]."""
import sys

import numpy as np

for path in sys.argv[1:]:
    array = np.load(path)
    with open(path, "rb") as file:
        version = np.lib.format.read_magic(file)
        header = np.lib.format.read_array_header_1_0(file)
        print(version, array.dtype.str, array.shape, header[1], file.tell() % 64, array.tobytes().hex())
