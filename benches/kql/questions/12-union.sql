SELECT "Timestamp", DeviceName, AccountName, ProcessCommandLine, Why FROM (
  SELECT *, 'shadow copies' AS Why FROM DeviceProcessEvents
  WHERE "Timestamp" BETWEEN '2025-03-10' AND '2025-03-20'
    AND regexp_matches(lower(ProcessCommandLine), '(^|[^a-z0-9])vssadmin($|[^a-z0-9])')
  UNION ALL
  SELECT *, 'download' AS Why FROM DeviceProcessEvents
  WHERE "Timestamp" BETWEEN '2025-03-10' AND '2025-03-20'
    AND regexp_matches(lower(ProcessCommandLine), '(^|[^a-z0-9])urlcache($|[^a-z0-9])')
  UNION ALL
  SELECT *, 'module' AS Why FROM DeviceProcessEvents
  WHERE "Timestamp" BETWEEN '2025-03-10' AND '2025-03-20' AND lower(FileName) = 'w3wp.exe'
    AND regexp_matches(lower(ProcessCommandLine), '(^|[^a-z0-9])install($|[^a-z0-9])')
    AND regexp_matches(lower(ProcessCommandLine), '(^|[^a-z0-9])module($|[^a-z0-9])')
) ORDER BY "Timestamp" DESC LIMIT 100
