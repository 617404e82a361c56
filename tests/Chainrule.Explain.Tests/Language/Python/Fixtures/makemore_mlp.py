import torch
import torch.nn.functional as F

g = torch.Generator().manual_seed(42)
Xtr = torch.randint(0, 27, (20, 3), generator=g)
Ytr = torch.randint(0, 27, (20,), generator=g)

C = torch.randn((27, 10), generator=g)
W1 = torch.randn((30, 20), generator=g)
b1 = torch.randn(20, generator=g)
W2 = torch.randn((20, 27), generator=g)
b2 = torch.randn(27, generator=g)
parameters = [C, W1, b1, W2, b2]
for p in parameters:
    p.requires_grad = True

lr = 0.1
lossi = []
for i in range(3):
    # minibatch construct
    ix = torch.randint(0, Xtr.shape[0], (8,))
    # forward pass
    emb = C[Xtr[ix]]  # (32, 3, 10)
    h = torch.tanh(emb.view(-1, 30) @ W1 + b1)
    logits = h @ W2 + b2
    loss = F.cross_entropy(logits, Ytr[ix])
    # backward pass
    for p in parameters:
        p.grad = None
    loss.backward()
    # update
    for p in parameters:
        p.data += -lr * p.grad
    lossi.append(loss.log10().item())
print(loss.item())
