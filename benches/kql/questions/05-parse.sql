SELECT regexp_extract(ProcessCommandLine, '/name:(.*?) /image:(.*)$', 1) AS Module,
  regexp_extract(ProcessCommandLine, '/name:(.*?) /image:(.*)$', 2) AS Image, count(*) AS Count
FROM DeviceProcessEvents WHERE ProcessCommandLine ILIKE '%/image:%'
GROUP BY ALL
