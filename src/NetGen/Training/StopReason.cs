namespace NetGen;

/// <summary>Why a training ended. More reasons may follow.</summary>
public enum StopReason
{
    /// <summary>All epochs that the options ask for were done.</summary>
    Completed,

    /// <summary>
    /// The validation cost did not fall for as many epochs as <see cref="TrainingOptions.Patience"/> says. After
    /// <see cref="NetworkTraining.Train"/> and <see cref="Trainer{T}.Run"/> the network has the parameters of the best epoch.
    /// </summary>
    EarlyStopping,

    /// <summary>The cancellation token was cancelled.</summary>
    Cancelled,

    /// <summary>The cost or a parameter became NaN or infinite: the history of a <see cref="TrainingDivergedException"/>.</summary>
    Diverged,
}
