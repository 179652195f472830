namespace Mobility.Web.Deadlines;

/// <summary>Texts of deadlines and of the reasons for them: DeadlineTexts.resx.</summary>
public sealed class DeadlineTexts;
