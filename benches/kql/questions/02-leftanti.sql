SELECT AccountName, count(*) AS Count
FROM DeviceProcessEvents l ANTI JOIN (
  SELECT DISTINCT DeviceName, AccountName FROM DeviceProcessEvents
  WHERE InitiatingProcessFileName = 'services.exe' AND FileName = 'svchost.exe'
) r USING (DeviceName, AccountName)
WHERE lower(l.FileName) = 'appcmd.exe'
GROUP BY ALL
