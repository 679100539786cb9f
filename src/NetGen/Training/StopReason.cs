namespace NetGen;

/// <summary>Why a training run ended. More reasons may follow.</summary>
public enum StopReason
{
    /// <summary>All epochs that the options ask for were done.</summary>
    Completed,

    /// <summary>
    /// The validation cost did not fall for as many epochs as <see cref="TrainingOptions.Patience"/> says. After a run the network has the
    /// parameters of the best epoch.
    /// </summary>
    EarlyStopping,

    /// <summary>The cancellation token was cancelled.</summary>
    Cancelled,

    /// <summary>The cost or a parameter became NaN or infinite: the history of a <see cref="TrainingDivergedException"/>.</summary>
    Diverged,

    /// <summary>
    /// An epoch reached <see cref="TrainingOptions.TargetCost"/> or <see cref="TrainingOptions.TargetAccuracy"/>. The network has the
    /// parameters of that epoch.
    /// </summary>
    TargetReached,

    /// <summary>Training took as long as <see cref="TrainingOptions.TimeLimit"/> says.</summary>
    TimeLimit,

    /// <summary><see cref="Trainer{T}.Stop"/> was called, as by a progress call.</summary>
    Stopped,

    /// <summary>
    /// The <see cref="TrainingOptions.Schedule"/> ended training, as <see cref="LearningRateSchedule.Halving"/> does once the learning rate
    /// is small. The network has the parameters of the last epoch or, with <see cref="TrainingOptions.Patience"/>, of the best one.
    /// </summary>
    ScheduleEnded,
}
