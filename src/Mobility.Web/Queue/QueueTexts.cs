namespace Mobility.Web.Queue;

/// <summary>Texts of the advisers' page: QueueTexts.resx.</summary>
public sealed class QueueTexts;
