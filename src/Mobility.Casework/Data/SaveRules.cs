using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Mobility.Casework.Audit;
using Mobility.Casework.History;
using Mobility.Casework.People;

namespace Mobility.Casework.Data;

/// <summary>
/// What holds for every save, whichever service makes it: versions rise, history is only added to, search names follow names.
/// </summary>
internal sealed class SaveRules : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Apply(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Apply(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private static void Apply(DbContext? context)
    {
        if (context is null)
        {
            return;
        }
        var forms = context
            .ChangeTracker.Entries<Change>()
            .Where(c => c is { Entity.FormKey: not null, State: EntityState.Unchanged })
            .Select(c => c.Entity.FormKey)
            .ToHashSet();
        foreach (var entry in context.ChangeTracker.Entries())
        {
            // A form that makes several changes is named by the first.
            if (entry is { Entity: Change { FormKey: { } form } change, State: EntityState.Added } && !forms.Add(form))
            {
                change.FormKey = null;
            }
            if (entry.Entity is Change or AuditEvent && entry.State is EntityState.Modified or EntityState.Deleted)
            {
                throw new InvalidOperationException("History is only added to: a change is never altered or deleted.");
            }
            if (entry.State is EntityState.Added or EntityState.Modified)
            {
                OnWritten(entry.Entity);
            }
        }
    }

    /// <summary>What a row gets whenever it is written, by a save or by <see cref="BulkInsert"/>.</summary>
    internal static void OnWritten(object row)
    {
        if (row is IVersioned versioned)
        {
            versioned.Version++;
        }
        if (row is Person person)
        {
            person.SearchName = SearchText.Of(person.FullName);
        }
        if (row is Account account)
        {
            account.SearchText = SearchText.Of(account.DisplayName, account.Email);
        }
    }
}
