"""Tables for NormalisationTests, from PyTorch in float64: python3 make_normalisation.py > normalisation.json"""
import json, sys
import torch
torch.set_default_dtype(torch.float64)
torch.manual_seed(7)

def listed(t):
    return t.detach().reshape(-1).tolist()

m, n = 6, 4
out = {"m": m, "n": n}
x = torch.randn(m, n) * torch.tensor([1.0, 5.0, 0.1, 2.0]) + torch.tensor([0.0, 3.0, -1.0, 10.0])
w = torch.randn(m, n)                      # the cost is sum(w * y): a cotangent that hides nothing
scale, shift = torch.rand(n) + 0.5, torch.randn(n)
out.update(x=listed(x), w=listed(w), scale=listed(scale), shift=listed(shift))

bn = torch.nn.BatchNorm1d(n)
with torch.no_grad():
    bn.weight.copy_(scale); bn.bias.copy_(shift)
a = x.clone().requires_grad_(True)
y = bn(a); (w * y).sum().backward()
out["batch"] = dict(y=listed(y), dx=listed(a.grad), dscale=listed(bn.weight.grad), dshift=listed(bn.bias.grad),
                    mean=listed(bn.running_mean), variance=listed(bn.running_var))
bn(x * 2)                                  # a second batch moves the running values again
out["batch"].update(mean2=listed(bn.running_mean), variance2=listed(bn.running_var))
bn.eval()
out["batch"]["eval"] = listed(bn(x))

ln = torch.nn.LayerNorm(n)
with torch.no_grad():
    ln.weight.copy_(scale); ln.bias.copy_(shift)
a = x.clone().requires_grad_(True)
y = ln(a); (w * y).sum().backward()
out["layer"] = dict(y=listed(y), dx=listed(a.grad), dscale=listed(ln.weight.grad), dshift=listed(ln.bias.grad))

t = torch.randn(m, n)
labels = torch.tensor([0, 3, 1, 2, 2, 0]); prob = torch.rand(m, n)
F = torch.nn.functional
losses = {
    "mse": lambda o: F.mse_loss(o, t), "sse": lambda o: F.mse_loss(o, t, reduction="sum"),
    "half_mse": lambda o: ((o - t) ** 2).sum() / (2 * m), "mae": lambda o: F.l1_loss(o, t),
    "huber": lambda o: F.huber_loss(o, t), "huber(0.5)": lambda o: F.huber_loss(o, t, delta=0.5),
    "cross_entropy": lambda o: F.cross_entropy(o, labels),
    "binary_cross_entropy": lambda o: F.binary_cross_entropy_with_logits(o, prob),
}
out.update(target=listed(t), labels=labels.tolist(), probabilities=listed(prob), losses={})
for name, f in losses.items():
    a = x.clone().requires_grad_(True); v = f(a); v.backward()
    out["losses"][name] = dict(value=v.item(), dx=listed(a.grad))
json.dump(out, sys.stdout, indent=1)
