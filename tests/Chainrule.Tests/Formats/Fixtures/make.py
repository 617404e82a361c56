"""Writes the small files that the tests of Formats read, with NumPy alone. Run it in this folder: python3 make.py"""
import struct
import gzip
import numpy as np
from numpy.lib import format as npy

TYPES = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1".split()


def values(code):
    """0..5 for unsigned types, signs and fractions where the type has them."""
    a = np.arange(6)
    if code[0] == "f":
        a = a * 0.5 - 1
    elif code[0] == "i":
        a = a - 2
    elif code[0] == "b":
        a = a % 2
    return a.reshape(2, 3)


def write(name, array, version=None):
    with open(name, "wb") as file:
        npy.write_array(file, array, version=version)


def pickled(name, array):
    with open(name, "wb") as file:
        npy.write_array(file, array, allow_pickle=True)


for code in TYPES:
    write(f"{code}-little.npy", values(code).astype("<" + code))
    if code not in ("i1", "u1", "b1"):
        write(f"{code}-big.npy", values(code).astype(">" + code))

write("fortran.npy", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)))
write("fortran-converted.npy", np.asfortranarray(np.arange(24, dtype=">i2").reshape(2, 3, 4)))
write("scalar.npy", np.array(2.5, "<f8"))
write("empty.npy", np.zeros((0, 3), "<f4"))
write("vector.npy", np.arange(5, dtype="<i4"))
for version in (1, 2, 3):
    write(f"version{version}.npy", np.arange(6, dtype="<f4").reshape(2, 3), (version, 0))
write("too-large.npy", np.array([[1, 2], [3, 3000000000]], "<i8"))
write("too-large-fortran.npy", np.asfortranarray(np.array([[1, 2, 3], [3, 3000000000, 4]], "<u4")))
pickled("objects.npy", np.array([{"a": 1}, None], dtype=object))
write("structured.npy", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f4")]))
write("unicode.npy", np.array(["one", "two"]))
write("complex.npy", np.array([1 + 2j]))
write("structured-unicode.npy", np.array([(1,)], dtype=[("größe", "<i4")]), (3, 0))

arrays = dict(weights=np.arange(6, dtype="<f4").reshape(2, 3), zählung=np.array([1, 2, 3]), bias=np.array(0.5))
np.savez("plain.npz", **arrays)
np.savez_compressed("compressed.npz", **arrays)


def idx(name, code, array):
    header = bytes([0, 0, code, array.ndim]) + b"".join(struct.pack(">i", n) for n in array.shape)
    data = header + array.tobytes()
    with open(name, "wb") as file:
        file.write(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)


for code, dtype in {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}.items():
    idx(f"type{code:02}.idx", code, values(dtype[1:]).astype(dtype))
idx("images.idx3.gz", 8, (np.arange(2 * 4 * 4) * 8 % 256).astype("u1").reshape(2, 4, 4))
idx("labels.idx1.gz", 8, np.array([7, 3], "u1"))


SAFE = {"BOOL": "u1", "I8": "i1", "U8": "u1", "I16": "<i2", "U16": "<u2", "I32": "<i4", "U32": "<u4", "I64": "<i8",
        "U64": "<u8", "F16": "<f2", "F32": "<f4", "F64": "<f8"}


def safetensors(name, tensors, metadata=None, padding=0):
    """An independent writer: tensors is a list of (name, dtype, array)."""
    import json
    header, body = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for key, dtype, array in tensors:
        if dtype == "BF16":
            data = (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
        else:
            data = array.astype(SAFE[dtype]).tobytes()
        header[key] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header, ensure_ascii=False).encode() + b" " * padding
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


safetensors("types.safetensors", [
    ("f64", "F64", values("f8")), ("i64", "I64", values("i8")), ("u64", "U64", values("u8")),
    ("f32", "F32", values("f4")), ("i32", "I32", values("i4")), ("u32", "U32", values("u4")),
    ("f16", "F16", values("f2")), ("bf16", "BF16", values("f4")), ("i16", "I16", values("i2")),
    ("u16", "U16", values("u2")), ("i8", "I8", values("i1")), ("u8", "U8", values("u1")), ("bool", "BOOL", values("b1")),
    ("scalar", "F32", np.array(2.5)), ("empty", "F32", np.zeros((0, 3))),
], {"größe": "zwei \"Worte\"", "format": "pt"}, padding=5)
