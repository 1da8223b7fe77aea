SELECT time_bucket(INTERVAL 1 HOUR, "Timestamp") AS "Timestamp", ActionType, count(*) AS Count,
  min("Timestamp") AS First, max("Timestamp") AS Last
FROM DeviceProcessEvents GROUP BY ALL
