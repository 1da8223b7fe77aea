SELECT AdditionalFields ->> '$.Process.Signer.Name' AS Signer, AdditionalFields ->> '$.Process.Signer.Valid' AS Valid,
  count(*) AS Count
FROM DeviceProcessEvents
WHERE AdditionalFields ->> '$.Process.Integrity' = 'High' AND (AdditionalFields ->> '$.Process.Depth')::BIGINT >= 5
GROUP BY ALL
