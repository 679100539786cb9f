namespace NetGen.Generator;

/// <summary>Writes the vocabulary of short helpers that all kernels of a network use.</summary>
internal sealed class HelperWriter(EmissionPlan plan, SourceWriter source)
{
    private string T => plan.Scalar;

    private string RuleConstraint => KernelWriter.RuleConstraintOf(T);

    private string Update => $"BlockUpdate<TRule, {T}> update";

    /// <summary>Writes the helpers.</summary>
    public void Write()
    {
        Helper($"ref {T} At(ref {T} first, nuint offset)", "ref Unsafe.Add(ref first, offset)");
        Helper($"Span<{T}> SpanOf(ref {T} first, int length)", "MemoryMarshal.CreateSpan(ref first, length)");
        Helper(
            $"void CopyOutput(ref {T} from, ref {T} to)",
            $"SpanOf(ref from, {Literal.Of(plan.Last.Outputs)}).CopyTo(SpanOf(ref to, {Literal.Of(plan.Last.Outputs)}))");
        Helper(
            $"ref {T} SumsOf<TRule>(in {Update}, nuint worker, ref {T} other) {RuleConstraint}",
            "ref (TRule.StateCount > 0 ? ref MemoryMarshal.GetReference(update.TileOf(worker)) : ref other)");
        Helper(
            $"nuint EndOfGroup<TRule>(nuint begin, nuint length, nuint end) {RuleConstraint}",
            "TRule.StateCount > 0 ? Math.Min(begin + length, end) : end");
        Helper(
            $"void UpdateTiles<TRule>(in {Update}, ref {T} parameters, ref {T} sums, int rows, int stride, int sumStride, int lanes) "
            + RuleConstraint,
            "update.UpdateTiles(SpanOf(ref parameters, ((rows - 1) * stride) + lanes), SpanOf(ref sums, ((rows - 1) * sumStride) + lanes), "
            + "rows, stride, sumStride, lanes)");
        Helper($"void Prefetch(ref {T} first, nuint offset)", "Scratch.PrefetchLine(ref first, offset)");
        WritePrefetchState();
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

    private void WritePrefetchState() => source.Write($$"""
        {{KernelWriter.Inline}}
        private static void PrefetchState<TRule>(ref {{T}} parameters, nuint offset, nint first, nint second) {{RuleConstraint}}
        {
            if (TRule.StateCount > 0) { Prefetch(ref Unsafe.AddByteOffset(ref parameters, first), offset); }
            if (TRule.StateCount > 1) { Prefetch(ref Unsafe.AddByteOffset(ref parameters, second), offset); }
        }
        """);

    private void WriteMoves(string bits, string vector)
    {
        Helper($"{vector} Load{bits}(ref {T} source, nuint offset)", $"Vector{bits}.LoadUnsafe(ref source, offset)");
        Helper($"{vector} Broadcast{bits}(ref {T} source, nuint offset)", $"Vector{bits}.Create(At(ref source, offset))");
        Helper(
            $"void Store({vector} value, ref {T} destination, nuint offset)",
            $"Vector{bits}.StoreUnsafe(value, ref destination, offset)");
    }

    // A rule with state takes many registers. The sums of a tile then wait in a buffer, so that they need not share the registers.
    // Two panels may be a multiple of 4 KB apart. The processor would take a load from one after a store to the other for a load of what
    // was stored, and wait: so both are loaded before one is stored.
    private void WriteGradientHelpers(string bits, string vector)
    {
        Helper(
            $"{vector} Start{bits}<TRule>(ref {T} destination, nuint offset) {RuleConstraint}",
            $"TRule.Updates ? Zero{bits} : Load{bits}(ref destination, offset)");
        Helper(
            $"ref {vector} State{bits}(ref {T} parameters, nuint offset, nint distance)",
            $"ref Unsafe.As<{T}, {vector}>(ref Unsafe.AddByteOffset(ref At(ref parameters, offset), distance))");
        Helper(
            $"{vector} Updated<TRule>({vector} gradient, in {Update}, ref {T} parameters, nuint offset) {RuleConstraint}",
            $"update.Apply(Load{bits}(ref parameters, offset), gradient, ref State{bits}(ref parameters, offset, update.FirstState), "
            + $"ref State{bits}(ref parameters, offset, update.SecondState))");
        Helper(
            $"{vector} Finished<TRule>({vector} sum, in {Update}, ref {T} destination, nuint offset) {RuleConstraint}",
            $"TRule.Updates ? Updated(sum + Zero{bits}, in update, ref destination, offset) : sum + Zero{bits}");
        Helper(
            $"void Finish<TRule>({vector} sum, in {Update}, ref {T} destination, nuint offset) {RuleConstraint}",
            "Store(Finished(sum, in update, ref destination, offset), ref destination, offset)");
        source.Write($$"""
            {{KernelWriter.Inline}}
            private static void Finish<TRule>(
                {{vector}} first, {{vector}} second, in {{Update}}, ref {{T}} destination,
                nuint offset, nuint secondOffset)
                {{RuleConstraint}}
            {
                first = Finished(first, in update, ref destination, offset);
                second = Finished(second, in update, ref destination, secondOffset);
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
