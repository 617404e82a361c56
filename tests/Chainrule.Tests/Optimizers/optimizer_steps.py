"""Writes optimizer_steps.csv: 12 steps of PyTorch's optimizers in float64 (made with PyTorch 1.13).

Line: case, step, then the 7 gradients of the step, then the 7 parameters after it. Step 0 has the initial parameters.
"""
import torch

cases = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd weight decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05),
    "sgd momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
    "sgd nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p),
    "rmsprop momentum": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, momentum=0.8, weight_decay=0.1),
    "rmsprop centered": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, centered=True),
    "rmsprop momentum centered": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, momentum=0.8, centered=True),
    "adagrad": lambda p: torch.optim.Adagrad(p),
    "adagrad weight decay": lambda p: torch.optim.Adagrad(p, lr=0.1, weight_decay=0.1),
    "adam": lambda p: torch.optim.Adam(p),
    "adam weight decay": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
    "adam halved": lambda p: torch.optim.Adam(p, lr=0.1),  # the rate is halved before step 7
    "adamw": lambda p: torch.optim.AdamW(p),
    "adamw weight decay": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.3),
}

torch.manual_seed(3)
with open("optimizer_steps.csv", "w") as file:
    def write(name, step, g, p):
        file.write(",".join([name, str(step)] + [repr(float(v)) for v in g] + [repr(float(v)) for v in p]) + "\n")

    for name, make in cases.items():
        p = torch.nn.Parameter(torch.randn(7, dtype=torch.float64))
        optimizer = make([p])
        write(name, 0, torch.zeros(7), p)
        for step in range(1, 13):
            if name == "adam halved" and step == 7:
                optimizer.param_groups[0]["lr"] *= 0.5
            p.grad = torch.randn(7, dtype=torch.float64) * torch.logspace(-3, 2, 7, dtype=torch.float64)
            optimizer.step()
            write(name, step, p.grad, p)
