# docker build -t mobility . && docker run mobility keys new > master.key
# docker run --read-only --tmpfs /tmp -v mobility:/data -e Site__Url=https://… -e Keys__Master=$(cat master.key) -p 8080:8080 mobility
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet restore src/Mobility.Web/Mobility.Web.csproj --locked-mode
RUN dotnet publish src/Mobility.Web/Mobility.Web.csproj --no-restore --configuration Release --output /app

# This image carries ICU and the time zones; the smaller "chiseled" one does not.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# All that is written lies in one volume; diagnostics would need a writable root.
RUN mkdir /data && chown $APP_UID /data
VOLUME /data
ENV ConnectionStrings__Mobility="Data Source=/data/mobility.db" \
    Mail__Folder=/data/mail \
    Urls=http://+:8080 \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "Mobility.Web.dll"]
