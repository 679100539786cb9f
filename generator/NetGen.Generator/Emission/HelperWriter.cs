namespace NetGen.Generator;

/// <summary>Writes the vocabulary of short helpers that all kernels of a network use.</summary>
internal sealed class HelperWriter(EmissionPlan plan, SourceWriter source)
{
    private const string ModeConstraint = "where TMode : struct, " + KernelWriter.GradientMode;

    private string T => plan.Scalar;

    /// <summary>Writes the helpers.</summary>
    public void Write()
    {
        Helper($"ref {T} At(ref {T} first, nuint offset)", "ref Unsafe.Add(ref first, offset)");
        Helper($"Span<{T}> SpanOf(ref {T} first, int length)", "MemoryMarshal.CreateSpan(ref first, length)");
        Helper(
            $"void CopyOutput(ref {T} from, ref {T} to)",
            $"SpanOf(ref from, {Literal.Of(plan.Last.Outputs)}).CopyTo(SpanOf(ref to, {Literal.Of(plan.Last.Outputs)}))");
        Helper($"void Prefetch(ref {T} first, nuint offset)", "Scratch.PrefetchLine(ref first, offset)");
        foreach (TargetPlan target in plan.Targets)
        {
            string bits = Literal.Of(target.Bits);
            string vector = $"Vector{bits}<{T}>";
            source.Line();
            source.Line($"private static {vector} Zero{bits} => {vector}.Zero;");
            WriteMoves(bits, vector);
            WriteGradientHelpers(bits, vector);
            source.Line();
            WriteSumHelpers(target.Bits, vector);
        }
    }

    private void WriteMoves(string bits, string vector)
    {
        Helper($"{vector} Load{bits}(ref {T} source, nuint offset)", $"Vector{bits}.LoadUnsafe(ref source, offset)");
        Helper($"{vector} Broadcast{bits}(ref {T} source, nuint offset)", $"Vector{bits}.Create(At(ref source, offset))");
        Helper(
            $"void Store({vector} value, ref {T} destination, nuint offset)",
            $"Vector{bits}.StoreUnsafe(value, ref destination, offset)");
    }

    // Two panels may be a multiple of 4 KB apart. The processor would take a load from one after a store to the other for a load of what
    // was stored, and wait: so both are loaded before one is stored.
    private void WriteGradientHelpers(string bits, string vector)
    {
        Helper(
            $"{vector} Start{bits}<TMode>(ref {T} destination, nuint offset) {ModeConstraint}",
            $"TMode.Updates ? Zero{bits} : Load{bits}(ref destination, offset)");
        Helper(
            $"void Finish<TMode>({vector} gradient, {vector} step, ref {T} destination, nuint offset) {ModeConstraint}",
            "Store(Stepped<TMode>(gradient, step, ref destination, offset), ref destination, offset)");
        Helper(
            $"{vector} Stepped<TMode>({vector} gradient, {vector} step, ref {T} destination, nuint offset) {ModeConstraint}",
            $"TMode.Updates ? Fma(step, gradient + Zero{bits}, Load{bits}(ref destination, offset)) : gradient + Zero{bits}");
        source.Write($$"""
            {{KernelWriter.Inline}}
            private static void Finish<TMode>(
                {{vector}} first, {{vector}} second, {{vector}} step, ref {{T}} destination,
                nuint offset, nuint secondOffset)
                {{ModeConstraint}}
            {
                first = Stepped<TMode>(first, step, ref destination, offset);
                second = Stepped<TMode>(second, step, ref destination, secondOffset);
                Store(first, ref destination, offset); Store(second, ref destination, secondOffset);
            }
            """);
    }

    private void WriteSumHelpers(int bits, string vector)
    {
        Helper(
            Literal.Text($"void StoreSum({vector} value, nuint segment, ref {T} sums, nuint offset)"),
            Literal.Text($"Store((segment == 0 ? Zero{bits} : Load{bits}(ref sums, offset)) + value, ref sums, offset)"));
        if (Uses(VectorHelperKind.Spread, bits))
        {
            Helper(Literal.Text($"{vector} Spread{bits}({vector} chunks, int index)"), "Lanes.SpreadInChunks(chunks, index)");
        }

        if (Uses(VectorHelperKind.LoadRepeated, bits))
        {
            Helper(
                Literal.Text($"{vector} Four{bits}(ref {T} source, nuint offset)"),
                Literal.Text($"Lanes.RepeatChunk{bits}(Load128(ref source, offset), 0)"));
        }

        Helper(
            $"{vector} Fma({vector} left, {vector} right, {vector} addend)",
            Literal.Text($"Vector{bits}.FusedMultiplyAdd(left, right, addend)"));
    }

    // Kernels of wider vectors also take narrower ones, where a layer has few lanes.
    private bool Uses(VectorHelperKind kind, int bits) =>
        plan.Targets.Any(target => target.Layers.Any(kernels => kernels.Helpers.Contains(new VectorHelper(kind, bits))));

    private void Helper(string signature, string body) =>
        source.Line($"{KernelWriter.Inline} private static {signature} => {body};");
}
