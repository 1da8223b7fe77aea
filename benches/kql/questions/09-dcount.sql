SELECT InitiatingProcessFileName, count(DISTINCT SHA256) AS Files, count(DISTINCT AccountName) AS Accounts
FROM DeviceProcessEvents GROUP BY ALL
