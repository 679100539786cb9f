using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using NetGen.Machine;
using NetGen.Threading;

namespace NetGen;

/// <summary>
/// Threads that wait for shares of training steps and evaluations. The results are the same bits on any number of threads, and dividing a
/// step allocates nothing.
/// </summary>
/// <remarks>
/// The threads are started by the constructor and end with <see cref="Dispose"/>; a team that is not disposed of keeps them until the
/// program ends. After work they look out for more for some microseconds, which makes the next hand-off quick, and then sleep. The thread
/// that calls a network is one of the team. A team serves one thread at a time.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    private static readonly long s_lookOutTicks = Stopwatch.Frequency * MachineModel.LookOutMicroseconds / 1_000_000;

    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private readonly List<ITeamWork> _reusable = [];
    private ITeamWork? _work;
    private Exception? _failure;
    private int _sleeping;
    private int _busy;
    private volatile bool _disposed;

    // Counts the runs, which tells the workers that there is work.
    private PaddedInt _generation;
    private PaddedInt _pending;

    /// <summary>Starts the threads.</summary>
    /// <param name="maxDegreeOfParallelism">
    /// The number of threads that work at once, the calling one included: at least 1, or -1 for one for each processor.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is 0 or less than -1.</exception>
    public WorkerTeam(int maxDegreeOfParallelism = -1)
    {
        Size = CheckDegree(maxDegreeOfParallelism, nameof(maxDegreeOfParallelism));
        _threads = new Thread[Size - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = "NetGen worker" };
        }

        try
        {
            Array.ForEach(_threads, thread => thread.Start());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of threads that work at once, the calling one included.</summary>
    public int Size { get; }

    /// <summary>Whether to divide also what is too small to gain by it.</summary>
    internal bool DividesAll { get; init; }

    /// <summary>Ends the threads, after the work that they are at.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        // Taken, and never given back.
        while (Interlocked.Exchange(ref _busy, 1) != 0 && !_disposed)
        {
            Thread.Sleep(1);
        }

        _disposed = true;
        WakeWorkers();
        foreach (Thread thread in _threads)
        {
            if (thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted))
            {
                break;
            }

            thread.Join();
        }
    }

    /// <summary>The share of a worker in a number of items: from first up to, but not including, end.</summary>
    internal static (nuint First, nuint End) Share(nuint count, int worker, int workers) =>
        (count * (nuint)worker / (nuint)workers, count * (nuint)(worker + 1) / (nuint)workers);

    /// <summary>The number of threads that a degree of parallelism stands for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degree is 0 or less than -1.</exception>
    internal static int CheckDegree(int maxDegreeOfParallelism, string parameterName) => maxDegreeOfParallelism switch
    {
        -1 => Environment.ProcessorCount,
        >= 1 => maxDegreeOfParallelism,
        _ => throw new ArgumentOutOfRangeException(
            parameterName, maxDegreeOfParallelism, "Expected at least 1 thread, or -1 for one for each processor."),
    };

    /// <summary>Takes the team for the calling thread, until <see cref="Release"/>.</summary>
    /// <exception cref="ObjectDisposedException">The team has been disposed of.</exception>
    /// <exception cref="InvalidOperationException">The team is at work for another thread.</exception>
    internal void Acquire()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("The team is at work for another thread; a team serves one thread at a time.");
        }
    }

    /// <summary>The team's only object of some kind of work, to be described before each run, for whoever has taken the team.</summary>
    internal TWork GetWork<TWork>()
        where TWork : class, ITeamWork, new()
    {
        foreach (ITeamWork work in _reusable)
        {
            if (work is TWork found)
            {
                return found;
            }
        }

        var made = new TWork();
        _reusable.Add(made);
        return made;
    }

    /// <summary>Gives the team back.</summary>
    internal void Release() => Volatile.Write(ref _busy, 0);

    /// <summary>
    /// Does work, a share on each thread; returns when all shares are done, and throws what one of them has thrown. For whoever has taken
    /// the team, or alone knows it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The team has been disposed of: nobody would do the work.</exception>
    internal void Run(ITeamWork work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _work = work;
        _pending.Value = _threads.Length;
        WakeWorkers();
        RunShare(work, 0);
        for (int i = 0; i < MachineModel.CallerSpins && Volatile.Read(ref _pending.Value) != 0; i++)
        {
            Thread.SpinWait(1);
        }

        while (Volatile.Read(ref _pending.Value) != 0)
        {
            _ = Thread.Yield();
        }

        if (_failure is Exception failure)
        {
            _failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Work(int worker)
    {
        int seen = 0;
        while (WaitForWork(ref seen))
        {
            RunShare(_work!, worker);
            _ = Interlocked.Decrement(ref _pending.Value);
        }
    }

    private void RunShare(ITeamWork work, int worker)
    {
        try
        {
            work.Run(worker, Size);
        }
#pragma warning disable CA1031 // Whatever it is, the caller gets it once all shares have ended.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _ = Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }

    // A worker that is still looking out sees the new generation; only sleeping ones need the lock.
    private void WakeWorkers()
    {
        _ = Interlocked.Increment(ref _generation.Value);
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool WaitForWork(ref int seen)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _generation.Value) == seen)
        {
            if (Stopwatch.GetTimestamp() - start > s_lookOutTicks)
            {
                Sleep(seen);
            }

            Thread.SpinWait(1);
        }

        seen = Volatile.Read(ref _generation.Value);
        return !_disposed;
    }

    // Whoever wakes the workers counts the generation before it looks for sleepers, and a sleeper the other way round: one sees the other.
    private void Sleep(int seen)
    {
        lock (_gate)
        {
            _ = Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _generation.Value) == seen)
            {
                _ = Monitor.Wait(_gate);
            }

            _ = Interlocked.Decrement(ref _sleeping);
        }
    }

    // Alone in its cache lines, so that those who wait for it do not slow down those who write beside it.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct PaddedInt
    {
        [FieldOffset(64)]
        public int Value;
    }
}
