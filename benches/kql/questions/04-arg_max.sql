SELECT DeviceName, max("Timestamp") AS "Timestamp", arg_max(FileName, "Timestamp") AS FileName,
  arg_max(ProcessCommandLine, "Timestamp") AS ProcessCommandLine, arg_max(AccountName, "Timestamp") AS AccountName
FROM DeviceProcessEvents GROUP BY DeviceName
