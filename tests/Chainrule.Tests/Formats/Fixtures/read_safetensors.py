"""Prints what a safetensors file holds as JSON lines, read with nothing but struct and json: the layout as its
specification says. Exits with an assertion when the file breaks a rule of it."""
import json
import struct
import sys

SIZES = {"F32": ("f", 4), "F64": ("d", 8), "I32": ("i", 4)}


def pairs(items):
    keys = [key for key, _ in items]
    assert len(keys) == len(set(keys)), "duplicate keys"
    return dict(items)


data = open(sys.argv[1], "rb").read()
(length,) = struct.unpack("<Q", data[:8])
text, body = data[8:8 + length], data[8 + length:]
assert text[:1] == b"{" and length % 8 == 0
header = json.loads(text.decode("utf-8"), object_pairs_hook=pairs)
print(json.dumps(header.pop("__metadata__", {})))
end = 0
for name, entry in header.items():
    code, size = SIZES[entry["dtype"]]
    begin, stop = entry["data_offsets"]
    count = 1
    for n in entry["shape"]:
        count *= n
    assert begin == end and stop - begin == count * size and (8 + length + begin) % size == 0
    print(json.dumps([name, entry["dtype"], entry["shape"], list(struct.unpack(f"<{count}{code}", body[begin:stop]))]))
    end = stop
assert end == len(body), "bytes after the last tensor"
