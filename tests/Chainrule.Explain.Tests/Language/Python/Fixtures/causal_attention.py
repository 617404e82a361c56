import torch
import torch.nn as nn
from torch.nn import functional as F
torch.manual_seed(1337)


class Head(nn.Module):
    """ one head of self-attention """

    def __init__(self, n_embd, head_size, block_size):
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer('tril', torch.tril(torch.ones(block_size, block_size)))

    def forward(self, x):
        T, C = x.shape
        k = self.key(x)   # (T,C)
        q = self.query(x)  # (T,C)
        # compute attention scores ("affinities")
        wei = q @ k.transpose(-2, -1) * C**-0.5  # (T, C) @ (C, T) -> (T, T)
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float('-inf'))  # (T, T)
        wei = F.softmax(wei, dim=-1)  # (T, T)
        # perform the weighted aggregation of the values
        v = self.value(x)  # (T,C)
        out = wei @ v  # (T, T) @ (T, C) -> (T, C)
        return out


x = torch.randn(4, 6)
head = Head(6, 3, 4)
out = head(x)
target = torch.randn(4, 3)
loss = F.mse_loss(out, target)
loss.backward()
print(head.key.weight.grad)
