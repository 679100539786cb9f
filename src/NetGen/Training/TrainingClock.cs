namespace NetGen;

/// <summary>Counts the time while it runs, from what was counted before.</summary>
internal sealed class TrainingClock(TimeProvider time)
{
    private TimeSpan _before;
    private long _started;
    private bool _isRunning;

    /// <summary>The time so far.</summary>
    public TimeSpan Elapsed => _isRunning ? _before + time.GetElapsedTime(_started) : _before;

    /// <summary>Sets the time so far, of a clock that does not run.</summary>
    public void Set(TimeSpan elapsed) => _before = elapsed;

    /// <summary>Goes on; without effect if it runs.</summary>
    public void Start()
    {
        if (!_isRunning)
        {
            _started = time.GetTimestamp();
            _isRunning = true;
        }
    }

    /// <summary>Stops; without effect if it does not run.</summary>
    public void Stop()
    {
        _before = Elapsed;
        _isRunning = false;
    }
}
