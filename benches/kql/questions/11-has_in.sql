SELECT AccountName, count(*) AS Count, count(DISTINCT DeviceName) AS Devices
FROM DeviceProcessEvents
WHERE lower(FileName) IN ('powershell.exe', 'pwsh.exe', 'cmd.exe')
  AND regexp_matches(lower(ProcessCommandLine), '(^|[^a-z0-9])bypass($|[^a-z0-9])')
GROUP BY ALL
