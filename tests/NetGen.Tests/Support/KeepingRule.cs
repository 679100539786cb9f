using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen.Tests;

/// <summary>A rule that keeps two numbers for each weight: the sum of its gradients, and the sum of these sums.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct KeepingRule<T> : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Updates => true;

    public static int StateCount => 2;

    public RuleConstants<TVector> Spread<TVector>()
        where TVector : struct, ISimd<TVector, T> => default;

    public static TVector Update<TVector>(
        in RuleConstants<TVector> constants, TVector parameters, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct, ISimd<TVector, T>
    {
        first += gradient;
        second += first;
        return parameters + second;
    }
}
