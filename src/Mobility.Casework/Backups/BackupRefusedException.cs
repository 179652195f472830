namespace Mobility.Casework.Backups;

/// <summary>A backup cannot be made or put back. The message is one plain sentence for whoever runs the program.</summary>
public sealed class BackupRefusedException(string sentence, Exception? cause = null) : Exception(sentence, cause);
