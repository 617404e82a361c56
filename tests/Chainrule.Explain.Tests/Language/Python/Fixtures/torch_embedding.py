import torch
import torch.nn.functional as F

n = 5
vocab, emb, block, hidden = 9, 3, 2, 7
Xb = torch.randint(0, vocab, (n, block))
Yb = torch.randint(0, vocab, (n,))
C = torch.randn((vocab, emb))
W1 = torch.randn((block * emb, hidden)) * 0.3
b1 = torch.randn(hidden) * 0.1
W2 = torch.randn((hidden, vocab)) * 0.1
b2 = torch.randn(vocab) * 0.1
parameters = [C, W1, b1, W2, b2]
for p in parameters:
    p.requires_grad = True

embs = C[Xb]
embcat = embs.view(embs.shape[0], -1)
hpreact = embcat @ W1 + b1
h = torch.tanh(hpreact)
logits = h @ W2 + b2
logit_maxes = logits.max(1, keepdim=True).values
norm_logits = logits - logit_maxes
counts = norm_logits.exp()
counts_sum = counts.sum(1, keepdims=True)
counts_sum_inv = counts_sum**-1
probs = counts * counts_sum_inv
logprobs = probs.log()
loss = -logprobs[range(n), Yb].mean()

for p in parameters:
    p.grad = None
loss.backward()

dlogits = F.softmax(logits, 1)
dlogits[range(n), Yb] -= 1
dlogits /= n
dh = dlogits @ W2.T
dW2 = h.T @ dlogits
db2 = dlogits.sum(0)
dhpreact = (1.0 - h**2) * dh
dembcat = dhpreact @ W1.T
dW1 = embcat.T @ dhpreact
db1 = dhpreact.sum(0)
dembs = dembcat.view(embs.shape)
