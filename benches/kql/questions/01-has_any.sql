SELECT FileName, AccountDomain, count(*) AS Count
FROM DeviceProcessEvents
WHERE regexp_matches(lower(ProcessCommandLine), '(^|[^a-z0-9])(whoami|mimikatz|vssadmin|wbadmin|bcdedit|certutil|bitsadmin|mshta|regsvr32|wscript|cscript|installutil|msbuild|psexec|procdump|rclone|anydesk|teamviewer|ngrok|plink|nltest|dsquery|adfind|bloodhound|sharphound|rubeus|kerberoast|lazagne|secretsdump|ntdsutil|esentutl|diskshadow|wevtutil|fsutil|cipher|schtasks|sc\.exe|netsh|quser|qwinsta|tasklist|systeminfo|ipconfig|arp\.exe|route\.exe|httplogger|urlcache|encodedcommand|frombase64string|downloadstring)($|[^a-z0-9])')
GROUP BY ALL
