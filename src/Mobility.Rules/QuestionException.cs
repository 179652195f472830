namespace Mobility.Rules;

/// <summary>A question that cannot be answered as it is put. The message names the field.</summary>
public class QuestionException(string message) : Exception(message);

/// <summary>A question about a day for which the rule book has no answer.</summary>
public sealed class NotCoveredException(string message) : QuestionException(message);
