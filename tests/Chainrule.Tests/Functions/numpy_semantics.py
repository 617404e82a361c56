"""Writes cases of array functions and what NumPy makes of them, one JSON object a line.

    /usr/bin/python3 numpy_semantics.py 1 > numpy_semantics.jsonl

The argument is the seed. A case holds the function, its inputs, its arguments, and the outputs or the error.
"""
import json
import random
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
seed = int(sys.argv[1])
random.seed(seed)
generator = np.random.RandomState(seed)
TYPES = ["float32", "float64", "float64", "int32"]


def encode(array):
    array = np.asarray(array)
    kind = {"bool": "bool", "int64": "int32"}.get(array.dtype.name, array.dtype.name)
    shortest = float if kind.startswith("float") else int   # 0.1 rather than 0.10000000149011612
    values = [shortest(str(x)) if np.isfinite(x) else str(x) for x in (array.astype("int32") if kind == "bool" else array).ravel()]
    return {"dtype": kind, "shape": list(array.shape), "values": values}


def emit(op, inputs, function, **arguments):
    case = {"op": op, "in": [encode(x) for x in inputs], **arguments}
    try:
        result = function(*inputs)
        case["out"] = [encode(x) for x in result] if isinstance(result, list) else [encode(result)]
    except (ValueError, IndexError, TypeError) as error:
        case["error"] = str(error)
    print(json.dumps(case, separators=(",", ":")))


def shape(low=0, high=4, least=1, most=4):
    return tuple(random.randint(least, most) for _ in range(random.randint(low, high)))


def array(dims, dtype=None, special=False):
    dtype = dtype or random.choice(TYPES)
    if dtype == "int32":
        return generator.randint(-9, 10, dims).astype(dtype)
    values = np.asarray(np.round(generator.randn(*dims) * 3, 2)).astype(dtype)
    if special and values.size > 1:
        values.ravel()[generator.randint(values.size)] = random.choice([np.nan, np.inf, -np.inf])
    return values


def broadcastable(dims):
    """A shape that broadcasts with dims: axes dropped from the front, others shrunk to 1 or kept."""
    kept = dims[random.randint(0, len(dims)):]
    return tuple(n if random.random() < 0.6 else 1 for n in kept)


def indexing():
    for _ in range(110):
        x = array(shape(1, 4, 1, 5))
        index, written = [], []
        for length in x.shape[: random.randint(0, x.ndim)]:
            kind = random.random()
            if kind < 0.35:
                i = random.randint(-length, length - 1)
                index.append(i)
                written.append(i)
            elif kind < 0.9:
                a = random.choice([None, random.randint(-length - 1, length + 1)])
                b = random.choice([None, random.randint(-length - 1, length + 1)])
                step = random.choice([1, 1, 1, 2, 3, -1, -2])
                index.append((slice(a, b), step))
                written.append([a, b, step])
            else:
                index.append(None)
                written.append("new")
        if random.random() < 0.2:
            place = random.randint(0, len(index))
            index.insert(place, Ellipsis)
            written.insert(place, "...")

        def select(y):
            # A negative step walks the range's elements backwards: y[a:b][::-s].
            y = y[tuple(i[0] if isinstance(i, tuple) else i for i in index)]
            axes, axis = [], 0
            before = sum(1 for i in index if i is not Ellipsis and i is not None)
            for i in index:
                if i is Ellipsis:
                    rest = x.ndim - before
                    axes += [slice(None)] * rest
                elif i is None:
                    axes.append(slice(None))
                elif isinstance(i, tuple):
                    axes.append(slice(None, None, i[1]))
            return y[tuple(axes)]

        emit("index", [x], select, index=written)
    for bad in ([3], [-4], [0, 5], [0, 0, 0]):
        emit("index", [array((3, 4))], lambda y: y[tuple(bad)], index=bad)


def views():
    for _ in range(40):
        x = array(shape(1, 3))
        factors, rest = [], x.size
        while rest > 1:
            n = random.choice([d for d in range(1, rest + 1) if rest % d == 0 and d > 1])
            factors.append(n)
            rest //= n
        factors = factors or [1]
        if random.random() < 0.5:
            factors[random.randrange(len(factors))] = -1
        if random.random() < 0.15:
            factors[random.randrange(len(factors))] += 1
        emit("reshape", [x], lambda y: y.reshape(factors), shape=factors)
        x = array(shape(1, 4))
        order = list(range(x.ndim))
        random.shuffle(order)
        order = [axis - x.ndim if random.random() < 0.2 else axis for axis in order]
        emit("permute", [x], lambda y: np.transpose(y, order), axes=order)
        emit("transpose", [array(shape(2, 4))], lambda y: np.swapaxes(y, -1, -2))
        x = array(shape(1, 4, 1, 3))
        axis = random.randint(-x.ndim - 1, x.ndim)
        emit("expand_dims", [x], lambda y: np.expand_dims(y, axis), axis=axis)
        emit("squeeze", [x], np.squeeze)
        axis = random.randint(-x.ndim, x.ndim - 1)
        emit("squeeze", [x], lambda y: np.squeeze(y, axis), axes=[axis])
        dims = shape(1, 4, 1, 3)
        emit("broadcast_to", [array(broadcastable(dims))], lambda y: np.broadcast_to(y, dims), shape=dims)
        times = [random.randint(1, 3) for _ in range(random.randint(1, 3))]
        emit("tile", [array(shape(0, 3, 1, 3))], lambda y: np.tile(y, times), times=times)
        x = array(shape(1, 3, 1, 3))
        axis, count = random.randint(-x.ndim, x.ndim - 1), random.randint(0, 3)
        emit("repeat", [x], lambda y: np.repeat(y, count, axis), times=count, axis=axis)


def joining():
    for _ in range(30):
        dims = list(shape(1, 3))
        axis = random.randint(-len(dims), len(dims) - 1)
        parts, dtype = [], random.choice(TYPES)
        for _ in range(random.randint(1, 3)):
            dims[axis] = random.randint(0, 3)
            parts.append(array(dims, dtype))
        if random.random() < 0.1 and len(dims) > 1:
            parts.append(array([n + 1 for n in dims], dtype))
        emit("concat", parts, lambda *xs: np.concatenate(xs, axis), axis=axis)
        dims = shape(0, 3)
        axis = random.randint(-len(dims) - 1, len(dims))
        parts = [array(dims, dtype) for _ in range(random.randint(1, 3))]
        emit("stack", parts, lambda *xs: np.stack(xs, axis), axis=axis)
        x = array(shape(1, 3, 1, 6))
        axis = random.randint(-x.ndim, x.ndim - 1)
        count = random.randint(1, 4)
        emit("split", [x], lambda y: np.split(y, count, axis), parts=count, axis=axis)
        places = sorted(random.randint(0, x.shape[axis]) for _ in range(random.randint(1, 3)))
        emit("split_at", [x], lambda y: np.split(y, places, axis), places=places, axis=axis)


def products():
    for _ in range(70):
        m, n, k = (random.randint(1, 4) for _ in range(3))
        batch = shape(0, 2, 1, 3)
        dtype = random.choice(TYPES)
        a = array(random.choice([(k,), (m, k), batch + (m, k), broadcastable(batch) + (m, k)]), dtype)
        b = array(random.choice([(k,), (k, n), batch + (k, n), broadcastable(batch) + (k, n)]), dtype)
        emit("matmul", [a, b], np.matmul)
        emit("dot", [a, b], np.dot)
    for a, b in (((3, 4), (2, 3)), ((3,), (4,)), ((2, 3), (4,)), ((3,), (2, 3)), ((5, 6), (5, 6))):
        emit("dot", [array(a), array(b)], np.dot)
        emit("matmul", [array(a), array(b)], np.matmul)
    emit("matmul", [array((2, 3, 4)), array((3, 4, 2))], np.matmul)
    for _ in range(15):
        dtype = random.choice(TYPES)
        emit("outer", [array(shape(1, 2), dtype), array(shape(1, 2), dtype)], np.outer)
        n = random.randint(1, 5)
        emit("trace", [array((n, n))], np.trace)
        emit("dot", [array((), dtype), array(shape(0, 3), dtype)], np.dot)


def reductions():
    functions = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "var": np.var, "std": np.std}
    for name, function in functions.items():
        for _ in range(26):
            x = array(shape(1, 4), special=name in ("max", "min", "sum"))
            axes = random.sample(range(x.ndim), random.randint(0, x.ndim))
            axes = [axis - x.ndim if random.random() < 0.3 else axis for axis in axes]
            keep = random.random() < 0.5
            axis = tuple(axes) or None
            arguments = {"axes": axes, "keepdims": keep}
            if name in ("var", "std") and random.random() < 0.5:
                emit(name, [x], lambda y: function(y, axis=axis, keepdims=keep, ddof=1), correction=1, **arguments)
            else:
                emit(name, [x], lambda y: function(y, axis=axis, keepdims=keep), **arguments)
        emit(name, [array((2, 3))], lambda y: function(y, axis=2), axes=[2], keepdims=False)
        emit(name, [array((2, 3))], lambda y: function(y, axis=(1, -1)), axes=[1, -1], keepdims=False)
    emit("sum", [np.zeros((0, 3))], lambda y: np.sum(y, axis=0), axes=[0], keepdims=False)
    emit("max", [np.zeros((0, 3))], lambda y: np.max(y, axis=0), axes=[0], keepdims=False)
    emit("max", [np.zeros((0, 3))], lambda y: np.max(y, axis=1), axes=[1], keepdims=False)
    for name, function in {"argmax": np.argmax, "argmin": np.argmin}.items():
        for _ in range(25):
            x = array(shape(1, 4), special=random.random() < 0.4)
            axis, keep = random.randint(-x.ndim, x.ndim - 1), random.random() < 0.5
            emit(name, [x], lambda y: function(y, axis=axis, keepdims=keep), axis=axis, keepdims=keep)
        emit(name, [np.array([2, 5, 5, 2, 1, 1])], lambda y: function(y, axis=0), axis=0, keepdims=False)


def elementwise():
    functions = {
        "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide, "maximum": np.maximum,
        "minimum": np.minimum, "greater": np.greater, "less": np.less, "greater_equal": np.greater_equal,
        "less_equal": np.less_equal, "equal": np.equal, "not_equal": np.not_equal}
    for name, function in functions.items():
        for _ in range(14):
            dims, dtype = shape(0, 4, 1, 3), random.choice(TYPES)
            pair = [array(dims, dtype, special=True), array(broadcastable(dims), dtype)]
            random.shuffle(pair)
            emit(name, pair, function)
        emit(name, [array((3, 4)), array((2, 4))], function)
        emit(name, [array((3, 4)), array((3,))], function)
    for _ in range(12):
        dims = shape(0, 3)
        emit("power", [abs(array(dims, "float64")) + 0.5, array(broadcastable(dims), "float64")], np.power)
        emit("negate", [array(dims, special=True)], np.negative)
        dtype = random.choice(TYPES)
        condition = generator.randint(0, 2, broadcastable(dims)).astype("int32")
        emit("where", [condition, array(dims, dtype, special=True), array(broadcastable(dims), dtype)],
             lambda c, a, b: np.where(c != 0, a, b))


for group in (indexing, views, joining, products, reductions, elementwise):
    group()
