import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, sizes, act=nn.Tanh):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
        self.act = act()
        self.scale = nn.Parameter(torch.ones(sizes[-1]))

    def forward(self, inputs):
        h = inputs
        for i, layer in enumerate(self.layers):
            h = layer(h)
            if i < len(self.layers) - 1:
                h = self.act(h)
        return h * self.scale


net = MLP([3, 5, 4, 2])
x = torch.randn(9, 3)
y = torch.randn(9, 2)
pred = net(x)
loss = nn.functional.smooth_l1_loss(pred, y)
l2 = sum(p.pow(2).sum() for p in net.parameters())
loss = loss + 1e-3 * l2
loss.backward()
