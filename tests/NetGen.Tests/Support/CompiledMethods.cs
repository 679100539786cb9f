using System.Diagnostics.Tracing;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen.Tests;

/// <summary>Records what the just-in-time compiler compiles, on all threads of this process.</summary>
internal sealed class CompiledMethods : EventListener
{
    private const string RuntimeEvents = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords JitKeyword = (EventKeywords)0x10;

    // These bits of a method's flags say how it was compiled: with all optimizations at once, or, from here on, again after some calls.
    private const int TierShift = 7;
    private const int TierMask = 7;
    private const int Optimized = 2;
    private const int FirstTierOfMethodsCompiledAgain = 4;

    private readonly object _gate = new();
    private readonly List<CompiledMethod> _methods = [];

    /// <summary>
    /// The methods that were compiled for the first time, since the last call. An event comes some time after what it tells; so this waits
    /// for that of a method of its own.
    /// </summary>
    /// <typeparam name="TMark">A type that no other call has.</typeparam>
    public CompiledMethod[] Take<TMark>()
        where TMark : struct
    {
        Mark<TMark>();
        lock (_gate)
        {
            int end;
            while ((end = _methods.FindIndex(method => method.Type.EndsWith($".{nameof(CompiledMethods)}", StringComparison.Ordinal)
                && method.Method.StartsWith($"{nameof(Mark)} ", StringComparison.Ordinal))) < 0)
            {
                _ = Monitor.Wait(_gate);
            }

            CompiledMethod[] taken = [.. _methods.Take(end)];
            _methods.RemoveRange(0, end + 1);
            return taken;
        }
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == RuntimeEvents)
        {
            EnableEvents(eventSource, EventLevel.Verbose, JitKeyword);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) == true)
        {
            uint flags = Convert.ToUInt32(Value(eventData, "MethodFlags"), CultureInfo.InvariantCulture);
            uint tier = (flags >> TierShift) & TierMask;
            if (tier < FirstTierOfMethodsCompiledAgain)
            {
                lock (_gate)
                {
                    _methods.Add(new CompiledMethod(
                        $"{Value(eventData, "MethodNamespace")}",
                        $"{Value(eventData, "MethodName")} {Value(eventData, "MethodSignature")}",
                        tier == Optimized));
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    private static object? Value(EventWrittenEventArgs data, string name) => data.Payload![data.PayloadNames!.IndexOf(name)];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Mark<TMark>() => GC.KeepAlive(typeof(TMark));
}
