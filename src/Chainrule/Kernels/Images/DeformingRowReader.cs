using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

/// <summary>Copies rows that are images, and deforms each copy anew; several threads share the images.</summary>
internal sealed unsafe class DeformingRowReader<T> : RowReader where T : unmanaged, INumber<T>
{
    private const int PartsPerThread = 4;   // so that a thread that comes late finds less to do

    private readonly T* from, to;
    private readonly int width;
    private readonly Workers workers;
    private readonly ImageDeformer[] deformers;   // one for each part of the work
    private readonly float[][] images;
    private ulong stream;

    public DeformingRowReader(ArrayView from, ArrayView to, ImageDeformation deformation, Workers workers)
    {
        this.from = (T*)from.Data;
        this.to = (T*)to.Data;
        this.workers = workers;
        width = deformation.Height * deformation.Width * deformation.Channels;
        deformers = [.. Enumerable.Range(0, workers.Count).Select(_ => new ImageDeformer(deformation))];
        images = [.. Enumerable.Range(0, workers.Count).Select(_ => new float[width])];
    }

    public override void Begin(long batch) => stream = RandomPurpose.Deformation + (ulong)batch;

    public override void Run(ReadOnlySpan<int> rows, ReadOnlySpan<int> next = default)
    {
        fixed (int* row = rows)
        {
            var job = new Job { Reader = this, Rows = row, Count = rows.Length };
            job.Parts = Math.Min(rows.Length, workers.Count * PartsPerThread);
            workers.Run(ref job, job.Parts);
        }
    }

    private struct Job : IJob
    {
        public DeformingRowReader<T> Reader;
        public int* Rows;
        public int Count, Parts;

        public readonly void Run(int part, int thread)
        {
            (ImageDeformer deformer, float[] image) = (Reader.deformers[thread], Reader.images[thread]);
            int end = (int)((long)Count * (part + 1) / Parts);
            for (int i = (int)((long)Count * part / Parts); i < end; i++)
            {
                TensorPrimitives.ConvertTruncating(
                    new ReadOnlySpan<T>(Reader.from + ((long)Rows[i] * Reader.width), Reader.width), image);
                deformer.Run(image, Reader.stream, i);
                TensorPrimitives.ConvertTruncating(
                    (ReadOnlySpan<float>)image, new Span<T>(Reader.to + ((long)i * Reader.width), Reader.width));
            }
        }
    }
}
