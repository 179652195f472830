#!/usr/bin/env bash
# Adds a migration to both databases: src/Mobility.Casework/Data/add-migration.sh NameOfTheChange
set -euo pipefail
name=${1:?"Name the change, as in AddLeases"}
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
dotnet build -v q
for provider in Sqlite SqlServer; do
  dotnet ef migrations add "$name" --no-build --context "${provider}MobilityDbContext" \
    --output-dir "Data/Migrations/$provider"
done
