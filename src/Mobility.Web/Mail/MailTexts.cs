namespace Mobility.Web.Mail;

/// <summary>Texts of the mails: MailTexts.resx.</summary>
public sealed class MailTexts;
