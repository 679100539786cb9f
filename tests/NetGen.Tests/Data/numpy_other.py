"""Writes arrays that are no numbers, and an archive, to the folder in sys.argv[1]."""
import os
import sys

import numpy as np

folder = sys.argv[1]
for name, array in {
    "objects": np.array([{}, None], dtype=object),
    "complex": np.zeros(3, dtype=np.complex64),
    "bytes": np.array([b"ab", b"c"]),
    "texts": np.array(["ab", "c"]),
    "structured": np.zeros(3, dtype=[("x", "<f4"), ("\u00e9", "<i4")]),
    "raw": np.zeros(3, dtype="V5"),
    "dates": np.zeros(3, dtype="datetime64[s]"),
    "spans": np.zeros(3, dtype="timedelta64[ms]"),
}.items():
    np.save(os.path.join(folder, name), array)
np.savez(os.path.join(folder, "archive"), x=np.zeros(3))
