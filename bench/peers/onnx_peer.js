// Prediction with ONNX Runtime on the networks of `chainrule bench predict`: one line of JSON a network.
//
// usage: node onnx_peer.js [THREADS] [SECONDS]      (npm install --ignore-scripts onnxruntime-node, found through NODE_PATH)
//
// The models are written here, as Gemm and Relu nodes with a Softmax at the end, so nothing else is needed. The native
// session is called directly, with tensors made beforehand: the package's run() adds a promise and a turn of Node's
// event loop to every call, which is Node's cost and not the peer's.
"use strict";
const fs = require("fs"), path = require("path");
const folder = (process.env.NODE_PATH || "").split(path.delimiter).map(one => path.join(one, "onnxruntime-node")).find(fs.existsSync)
  || path.dirname(require.resolve("onnxruntime-node/package.json"));
const ort = require(folder);
const { binding, initOrt } = require(path.join(folder, "dist", "binding.js"));
const version = JSON.parse(fs.readFileSync(path.join(folder, "package.json"))).version;
const threads = Number(process.argv[2] || 2), seconds = Number(process.argv[3] || 1), batch = 128;

// Protocol buffers: a field is its number and wire type, then a varint (0) or a length and bytes (2).
const varint = n => { const out = []; for (; n > 127; n = Math.floor(n / 128)) out.push(n % 128 + 128); return Buffer.from([...out, n]); };
const number = (field, n) => Buffer.concat([varint(field * 8), varint(n)]);
const bytes = (field, ...parts) => {
  const body = Buffer.concat(parts.map(part => Buffer.from(part)));
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body]);
};
const node = (type, inputs, output) => bytes(1, ...inputs.map(name => bytes(1, name)), bytes(2, output), bytes(4, type));
const tensor = (name, dims, values) => bytes(5, ...dims.map(n => number(1, n)), number(2, 1), bytes(8, name), bytes(9, Buffer.from(values.buffer)));
const value = (field, name, width) => bytes(field, bytes(1, name), bytes(2, bytes(1, number(1, 1), bytes(2,
  bytes(1, bytes(2, "batch")), bytes(1, number(1, width))))));

function model(sizes, random) {
  const nodes = [], parameters = [];
  let x = "x";
  for (let i = 1; i < sizes.length; i++) {
    const [n, k, isLast] = [sizes[i], sizes[i - 1], i === sizes.length - 1];
    const bound = isLast ? Math.sqrt(6 / (n + k)) : Math.sqrt(6 / k);
    parameters.push(tensor(`w${i}`, [k, n], Float32Array.from({ length: k * n }, () => (2 * random() - 1) * bound)));
    parameters.push(tensor(`b${i}`, [n], new Float32Array(n)));
    nodes.push(node("Gemm", [x, `w${i}`, `b${i}`], `z${i}`), node(isLast ? "Softmax" : "Relu", [`z${i}`], isLast ? "y" : `h${i}`));
    x = `h${i}`;
  }
  const graph = bytes(7, ...nodes, bytes(2, "network"), ...parameters, value(11, "x", sizes[0]), value(12, "y", sizes.at(-1)));
  return Buffer.concat([number(1, 8), graph, bytes(8, bytes(1, ""), number(2, 13))]);
}

function median(work) {
  const time = repeats => { const t = process.hrtime.bigint(); for (let i = 0; i < repeats; i++) work(); return Number(process.hrtime.bigint() - t) / 1e9; };
  const end = Date.now() + 1000 * seconds / 3;
  let repeats = 1, round = time(1);
  while (Date.now() < end || round < 0.005) {
    round = time(repeats);
    if (round < 0.01) repeats = Math.ceil(repeats * Math.min(100, Math.max(1.1, 0.01 / round)));
  }
  const times = [], last = Date.now() + 1000 * seconds;
  while (times.length < 9 || Date.now() < last) times.push(time(repeats) / repeats);
  return times.sort((a, b) => a - b)[times.length >> 1];
}

let state = 1;
const random = () => (state = state * 48271 % 2147483647) / 2147483647;
initOrt();
for (const sizes of [[784, 128, 10], [784, 512, 512, 10]]) {
  const file = model(sizes, random), session = new binding.InferenceSession();
  session.loadModel(file.buffer, file.byteOffset, file.byteLength, { intraOpNumThreads: threads, interOpNumThreads: 1 });
  const measure = rows => {
    const feeds = { x: new ort.Tensor("float32", Float32Array.from({ length: rows * sizes[0] }, random), [rows, sizes[0]]) };
    const fetches = { y: new ort.Tensor("float32", new Float32Array(rows * sizes.at(-1)), [rows, sizes.at(-1)]) };
    const options = {}, result = median(() => session.run(feeds, fetches, options));
    const sum = fetches.y.data.reduce((a, b) => a + b);
    if (Math.abs(sum - rows) > 1e-3 * rows) throw new Error(`the probabilities of ${rows} samples add up to ${sum}`);
    return result;
  };
  const [one, many] = [measure(1), measure(batch)];
  console.log(JSON.stringify({
    peer: `onnxruntime ${version}`, workload: "predict", network: sizes.join("-"), threads,
    latency_us: Math.round(one * 1e9) / 1e3, batch, samples_per_second: Math.round(batch / many),
  }));
}
