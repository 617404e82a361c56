namespace Chainrule.Kernels;

/// <summary>Work that splits into independent parts; each part runs on a single thread.</summary>
internal interface IJob
{
    void Run(int part);
}
