SELECT FileName, count(*) AS Count FROM DeviceProcessEvents
WHERE regexp_matches(ProcessCommandLine, '(?i)\s-e(nc|ncodedcommand)\s+[a-z0-9+/]{20,}')
GROUP BY ALL
