using System.Net;

namespace NetGen.Samples.DigitPad.Training;

/// <summary>
/// Counts the training runs: one for each visitor, and not too many of one address or in all. A visitor's new one ends the one before.
/// </summary>
/// <param name="capacity">The most that may run at once.</param>
/// <param name="capacityOfAddress">The most that may run at once for visitors of one address.</param>
internal sealed class RunSlots(int capacity, int capacityOfAddress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Slot> _slots = [];
    private long _arrivals;

    /// <summary>What became of a request for a place.</summary>
    internal enum Answer
    {
        /// <summary>There is one.</summary>
        Taken,

        /// <summary>The visitors of the address have all that they may have.</summary>
        AddressIsFull,

        /// <summary>All are taken.</summary>
        AllAreTaken,

        /// <summary>The visitor has one already for a request that arrived later.</summary>
        VisitorHasNewer,
    }

    /// <summary>The number of training runs in progress.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>Numbers a request when it arrives: whoever waits longest for a place is not the newest.</summary>
    public long NoteArrival() => Interlocked.Increment(ref _arrivals);

    /// <summary>Takes a place, after the visitor's earlier training has ended.</summary>
    /// <param name="visitor">Who asks.</param>
    /// <param name="address">Where the visitor asks from.</param>
    /// <param name="arrival">The number of the request.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The place, to be disposed of at the end; null with the reason if there is none.</returns>
    public async Task<(Slot? Slot, Answer Answer)> TryTakeAsync(
        string visitor, IPAddress address, long arrival, CancellationToken cancellationToken)
    {
        while (true)
        {
            Slot? earlier;
            lock (_lock)
            {
                if (!_slots.TryGetValue(visitor, out earlier))
                {
                    return _slots.Count >= capacity ? (null, Answer.AllAreTaken)
                        : _slots.Values.Count(slot => slot.Address.Equals(address)) >= capacityOfAddress ? (null, Answer.AddressIsFull)
                        : (_slots[visitor] = new Slot(this, visitor, address, arrival), Answer.Taken);
                }

                if (earlier.Arrival > arrival)
                {
                    return (null, Answer.VisitorHasNewer);
                }
            }

            await earlier.ReplaceAsync(cancellationToken);
        }
    }

    /// <summary>The place of one training run.</summary>
    internal sealed class Slot(RunSlots owner, string visitor, IPAddress address, long arrival) : IDisposable
    {
        private readonly CancellationTokenSource _replaced = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Where the visitor asks from.</summary>
        public IPAddress Address => address;

        /// <summary>The number of the request.</summary>
        public long Arrival => arrival;

        /// <summary>Cancelled when the same visitor starts another training run.</summary>
        public CancellationToken Replaced => _replaced.Token;

        /// <summary>Ends the training, and waits until it has ended.</summary>
        public async Task ReplaceAsync(CancellationToken cancellationToken)
        {
            await _replaced.CancelAsync();
            await _ended.Task.WaitAsync(cancellationToken);
        }

        /// <summary>Frees the place.</summary>
        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._slots.Remove(visitor);
            }

            // The source is not disposed of, since another request may be about to cancel it; it holds nothing that must be freed.
            _ended.TrySetResult();
        }
    }
}
