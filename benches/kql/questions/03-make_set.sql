SELECT DeviceName, list(DISTINCT AccountName) AS Accounts, count(*) AS Count
FROM DeviceProcessEvents WHERE AccountName <> 'system'
GROUP BY ALL
