using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Mobility.Casework.Mail;

public static class MailServices
{
    private static readonly TimeSpan LongestTokenRequest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds the sending of queued mail by the transport that the section <c>Mail</c> asks for; mistakes in it stop the start. A
    /// relative <c>Mail:Folder</c> is taken from <paramref name="baseFolder"/>.
    /// </summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, string baseFolder)
    {
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddOptions<MailOptions>().ValidateOnStart();
        services.Configure<MailOptions>(options =>
        {
            try
            {
                configuration.GetSection(MailOptions.Section).Bind(options);
            }
            catch (InvalidOperationException e)
            {
                // A word where a number or one of a few names belongs: the binder's sentence names the setting and the word.
                throw new OptionsValidationException(MailOptions.Section, typeof(MailOptions), [e.Message]);
            }

            if (string.IsNullOrEmpty(options.MessageIdHost))
            {
                var site = Uri.TryCreate(configuration["Site:Url"], UriKind.Absolute, out var url) ? url.IdnHost : "";
                options.MessageIdHost = Mailbox.ProblemWith($"id@{site}") is null ? site : "mobility.invalid";
            }
        });
        services.AddScoped<MailSender>();
        services.AddSingleton<IMailTransport>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MailOptions>>().Value;
            if (options.Transport == MailTransportKind.Folder)
            {
                return new PickupFolderTransport(Path.GetFullPath(options.Folder, baseFolder));
            }

            var smtp = options.Smtp;
            SmtpAccessToken? accessToken = smtp.OAuth is { } oauth
                ? new SmtpOAuthTokens(
                    oauth,
                    new HttpClient { Timeout = LongestTokenRequest },
                    provider.GetRequiredService<IClock>()
                ).GetAsync
                : null;
            return new SmtpTransport(smtp, provider.GetRequiredService<ILogger<SmtpTransport>>(), accessToken);
        });
        return services;
    }
}
