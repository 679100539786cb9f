using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>What a step does with the gradient of a block of parameters: the rule, and where what it keeps for them lies.</summary>
/// <remarks>Made by the library alone. The default value is valid for rules without state and without constants.</remarks>
/// <typeparam name="TRule">The rule.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BlockUpdate<TRule, T>
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TRule _rule;

    // They lie in pinned arrays, which these references keep alive.
    private readonly ParameterBuffer<T>? _parameters;
    private readonly ParameterBuffer<T>? _first;
    private readonly ParameterBuffer<T>? _second;

    // A buffer for each worker, for sums that wait. Pinned.
    private readonly T[]? _tiles;

    internal BlockUpdate(TRule rule) => _rule = rule;

    internal BlockUpdate(TRule rule, ParameterBuffer<T> parameters, ParameterBuffer<T>? first, ParameterBuffer<T>? second, T[]? tiles)
    {
        _rule = rule;
        _tiles = tiles;
        _parameters = parameters;
        _first = first;
        _second = second;
        FirstState = first is null ? 0 : first.Address - parameters.Address;
        SecondState = second is null ? 0 : second.Address - parameters.Address;
    }

    private static int LineLength => LayoutRules.LineBytes / Unsafe.SizeOf<T>();

    private static int TileLength => MachineModel.WaitingInputs * MachineModel.TileVectors * LineLength;

    /// <summary>Bytes from a parameter to the first number that is kept for it.</summary>
    public nint FirstState { get; }

    /// <summary>Bytes from a parameter to the second number that is kept for it.</summary>
    public nint SecondState { get; }

    /// <summary>The new values of parameters, from their gradient and what is kept for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Apply(Vector128<T> parameters, Vector128<T> gradient, ref Vector128<T> first, ref Vector128<T> second) =>
        TRule.Update<V128<T>>(
            _rule.Spread<V128<T>>(),
            new(parameters),
            new(gradient),
            ref Unsafe.As<Vector128<T>, V128<T>>(ref first),
            ref Unsafe.As<Vector128<T>, V128<T>>(ref second)).Value;

    /// <summary>The new values of parameters, from their gradient and what is kept for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply(Vector256<T> parameters, Vector256<T> gradient, ref Vector256<T> first, ref Vector256<T> second) =>
        TRule.Update<V256<T>>(
            _rule.Spread<V256<T>>(),
            new(parameters),
            new(gradient),
            ref Unsafe.As<Vector256<T>, V256<T>>(ref first),
            ref Unsafe.As<Vector256<T>, V256<T>>(ref second)).Value;

    /// <summary>The new values of parameters, from their gradient and what is kept for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Apply(Vector512<T> parameters, Vector512<T> gradient, ref Vector512<T> first, ref Vector512<T> second) =>
        TRule.Update<V512<T>>(
            _rule.Spread<V512<T>>(),
            new(parameters),
            new(gradient),
            ref Unsafe.As<Vector512<T>, V512<T>>(ref first),
            ref Unsafe.As<Vector512<T>, V512<T>>(ref second)).Value;

    /// <summary>
    /// A buffer for sums of a rule with state: of <see cref="MachineModel.WaitingInputs"/> inputs, two lines of each, aligned to 64 bytes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule has no state, or the step fewer workers.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Span<T> TileOf(nuint worker)
    {
        Span<T> tiles = _tiles;
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tiles));
        int first = (int)((LayoutRules.LineBytes - (address % LayoutRules.LineBytes)) % LayoutRules.LineBytes) / Unsafe.SizeOf<T>();
        return tiles.Slice(first + ((int)worker * TileLength), TileLength);
    }

    /// <summary>Updates the parameters of some tiles by their sums.</summary>
    /// <param name="parameters">The tiles: rows, a stride apart.</param>
    /// <param name="sums">The sums of the gradient: as many rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Elements from one row of the parameters to the next.</param>
    /// <param name="sumStride">Elements from one row of the sums to the next.</param>
    /// <param name="lanes">Elements of a row: a multiple of 16 bytes.</param>
    /// <exception cref="ArgumentException">
    /// A span is too short for what it is said to hold, or the update is for other parameters.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void UpdateTiles(Span<T> parameters, ReadOnlySpan<T> sums, int rows, int stride, int sumStride, int lanes)
    {
        bool fits = rows >= 0 && stride >= 0 && sumStride >= 0 && lanes >= 0 && lanes * Unsafe.SizeOf<T>() % 16 == 0
            && (rows == 0 || (EndOf(rows, stride, lanes) <= parameters.Length && EndOf(rows, sumStride, lanes) <= sums.Length));
        if (!fits || !Holds(parameters))
        {
            throw new ArgumentException("The spans do not hold such tiles of the parameters of this update.", nameof(parameters));
        }

        ref T first = ref MemoryMarshal.GetReference(parameters);
        ref T sum = ref MemoryMarshal.GetReference(sums);
        int bytes = lanes * Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes % 64 == 0)
        {
            UpdateRows<V512<T>>(ref first, ref sum, (nuint)rows, (nuint)stride, (nuint)sumStride, (nuint)lanes);
        }
        else if (Vector256.IsHardwareAccelerated && bytes % 32 == 0)
        {
            UpdateRows<V256<T>>(ref first, ref sum, (nuint)rows, (nuint)stride, (nuint)sumStride, (nuint)lanes);
        }
        else
        {
            UpdateRows<V128<T>>(ref first, ref sum, (nuint)rows, (nuint)stride, (nuint)sumStride, (nuint)lanes);
        }

        static long EndOf(int rows, int stride, int lanes) => ((rows - 1L) * stride) + lanes;
    }

    /// <summary>Elements of a pinned array with the buffers of some workers.</summary>
    internal static int TileLengthOf(int workers) => (workers * TileLength) + LineLength;

    /// <summary>As <see cref="UpdateTiles"/>, of sums that lie row after row without a gap; nothing is checked.</summary>
    internal void UpdateRows<TVector>(ref T parameters, ref T sums, nuint rows, nuint stride, nuint lanes)
        where TVector : struct, ISimd<TVector, T> => UpdateRows<TVector>(ref parameters, ref sums, rows, stride, lanes, lanes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void UpdateRows<TVector>(ref T parameters, ref T sums, nuint rows, nuint stride, nuint sumStride, nuint lanes)
        where TVector : struct, ISimd<TVector, T>
    {
        RuleConstants<TVector> constants = _rule.Spread<TVector>();
        nint first = FirstState;
        nint second = SecondState;
        for (; rows > 0; rows--)
        {
            for (nuint lane = 0; lane < lanes; lane += LaneMask.Length<TVector, T>())
            {
                ref TVector values = ref VectorMemory.At<TVector, T>(ref parameters, lane);
                values = TRule.Update(
                    in constants,
                    values,
                    VectorMemory.At<TVector, T>(ref sums, lane) + TVector.Create(0),
                    ref Unsafe.AddByteOffset(ref values, first),
                    ref Unsafe.AddByteOffset(ref values, second));
            }

            parameters = ref Unsafe.Add(ref parameters, stride);
            sums = ref Unsafe.Add(ref sums, sumStride);
        }
    }

    /// <summary>The end of every sum: + 0, so that leaving out products that are zero changes no bit; then the rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Finish<TVector>(TVector sum, ref TVector destination)
        where TVector : struct, ISimd<TVector, T>
    {
        sum += TVector.Create(0);
        destination = TRule.Updates
            ? TRule.Update(
                _rule.Spread<TVector>(),
                destination,
                sum,
                ref Unsafe.AddByteOffset(ref destination, FirstState),
                ref Unsafe.AddByteOffset(ref destination, SecondState))
            : sum;
    }

    /// <summary>Whether a rule that keeps state may work on these elements: whether they are parameters the state belongs to.</summary>
    internal bool Holds(ReadOnlySpan<T> parameters)
    {
        if (TRule.StateCount == 0)
        {
            return true;
        }

        if (_parameters is null || _first is null || (TRule.StateCount > 1 && _second is null))
        {
            return false;
        }

        ReadOnlySpan<T> all = _parameters.Packed;
        return parameters.Overlaps(all, out int offset) && offset <= 0 && parameters.Length - offset <= all.Length;
    }
}
