namespace Chainrule.Tests;

/// <summary>Damages files the way disks, networks and attackers do, depending on a seed.</summary>
internal static class Mutation
{
    private const int Count = 2000;
    private const long MaxBytes = 64 << 20;

    private static readonly byte[] Extremes = [0, 1, 0x7f, 0x80, 0xff, (byte)'9', (byte)'-', (byte)'"', (byte)'\n'];

    /// <summary>
    /// Reads thousands of damaged copies: each must give a value or a <see cref="DataException"/>, using little memory.
    /// </summary>
    public static void Survive(byte[] valid, string path, Action read)
    {
        var random = new Random(1);
        for (int i = 0; i < Count; i++)
        {
            byte[] damaged = Damage(valid, random);
            File.WriteAllBytes(path, damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read();
            }
            catch (DataException error)
            {
                Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {i}: {error}\n{Convert.ToHexString(damaged)}");
            }
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < MaxBytes, $"mutation {i} took {taken:N0} bytes");
        }
    }

    /// <summary>A copy with up to four changes.</summary>
    public static byte[] Damage(byte[] valid, Random random)
    {
        var bytes = new List<byte>(valid);
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = random.Next(1, Math.Min(9, bytes.Count - at + 1));
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = Extremes[random.Next(Extremes.Length)]; break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 5: for (int i = 0; i < length; i++) bytes[at + i] = 0xff; break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }
}
