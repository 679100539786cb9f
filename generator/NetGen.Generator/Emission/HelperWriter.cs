namespace NetGen.Generator;

/// <summary>
/// Writes the vocabulary of short helpers that all kernels of a network use. The class that they are nested in defines it for itself, so
/// that no type or member of the user's with the same name can take its place.
/// </summary>
internal sealed class HelperWriter(EmissionPlan plan, SourceWriter source)
{
    private const string Intrinsics = "global::System.Runtime.Intrinsics.Vector";

    private string T => plan.Scalar;

    /// <summary>Writes the helpers.</summary>
    public void Write()
    {
        const string mode = "where TMode : struct, " + KernelWriter.GradientMode;
        source.Line();
        Helper($"ref {T} At(ref {T} first, nuint offset)", "ref global::System.Runtime.CompilerServices.Unsafe.Add(ref first, offset)");
        Helper(
            $"global::System.Span<{T}> SpanOf(ref {T} first, int length)",
            "global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref first, length)");
        Helper($"void Prefetch(ref {T} first, nuint offset)", $"{KernelWriter.CompilerServices}.Scratch.PrefetchLine(ref first, offset)");
        foreach (TargetPlan target in plan.Targets)
        {
            string number = Literal.Of(target.Bits);
            string type = $"{Intrinsics}{number}<{T}>";
            source.Line();
            source.Line($"private static {type} Zero{number} => {type}.Zero;");
            Helper($"{type} Load{number}(ref {T} source, nuint offset)", $"{Intrinsics}{number}.LoadUnsafe(ref source, offset)");
            Helper($"{type} Broadcast{number}(ref {T} source, nuint offset)", $"{Intrinsics}{number}.Create(At(ref source, offset))");
            Helper(
                $"void Store({type} value, ref {T} destination, nuint offset)",
                $"{Intrinsics}{number}.StoreUnsafe(value, ref destination, offset)");
            Helper(
                $"{type} Start{number}<TMode>(ref {T} destination, nuint offset) {mode}",
                $"TMode.Updates ? Zero{number} : Load{number}(ref destination, offset)");
            Helper(
                $"void Finish<TMode>({type} gradient, {type} step, ref {T} destination, nuint offset) {mode}",
                $"Store(Stepped<TMode>(gradient, step, ref destination, offset), ref destination, offset)");
            Helper(
                $"{type} Stepped<TMode>({type} gradient, {type} step, ref {T} destination, nuint offset) {mode}",
                $"TMode.Updates ? Fma(step, gradient + Zero{number}, Load{number}(ref destination, offset)) : gradient + Zero{number}");

            // Two panels may be a multiple of 4 KB apart. The processor would take a load from one after a store to the other for a load of
            // what was stored, and wait.
            source.Line(KernelWriter.Inline);
            using (source.Block(
                $"private static void Finish<TMode>({type} first, {type} second, {type} step, ref {T} destination, "
                + $"nuint offset, nuint secondOffset) {mode}"))
            {
                source.Statements([
                    "first = Stepped<TMode>(first, step, ref destination, offset);",
                    "second = Stepped<TMode>(second, step, ref destination, secondOffset);",
                    "Store(first, ref destination, offset);", "Store(second, ref destination, secondOffset);",
                ]);
            }

            source.Line();
            Helper(
                $"void StoreSum({type} value, nuint segment, ref {T} sums, nuint offset)",
                $"Store((segment == 0 ? Zero{number} : Load{number}(ref sums, offset)) + value, ref sums, offset)");
            if (Uses(VectorHelperKind.Spread, target.Bits))
            {
                Helper($"{type} Spread{number}({type} chunks, int index)", $"{KernelWriter.LaneHelpers}.SpreadInChunks(chunks, index)");
            }

            if (Uses(VectorHelperKind.LoadRepeated, target.Bits))
            {
                Helper(
                    $"{type} Four{number}(ref {T} source, nuint offset)",
                    $"{KernelWriter.LaneHelpers}.RepeatChunk{number}(Load128(ref source, offset), 0)");
            }

            Helper($"{type} Fma({type} left, {type} right, {type} addend)", $"{Intrinsics}{number}.FusedMultiplyAdd(left, right, addend)");
        }
    }

    // Kernels of wider vectors also take narrower ones, where a layer has few lanes.
    private bool Uses(VectorHelperKind kind, int bits) =>
        plan.Targets.Any(target => target.Layers.Any(kernels => kernels.Helpers.Contains(new VectorHelper(kind, bits))));

    private void Helper(string signature, string body) => source.Line($"{KernelWriter.Inline} private static {signature} => {body};");
}
