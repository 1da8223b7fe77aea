SELECT Part, count(*) AS Count FROM (
  SELECT unnest(string_split(FolderPath, '\')) AS Part
  FROM DeviceProcessEvents WHERE FileName IN ('net.exe', 'reg.exe', 'certutil.exe')
) GROUP BY ALL
