namespace Mobility.Web.Plumbing.Commands;

/// <summary>A command or the start cannot be carried out. The message is for whoever runs the program; there is no stack to show.</summary>
public sealed class CommandRefusedException(string sentence) : Exception(sentence);
