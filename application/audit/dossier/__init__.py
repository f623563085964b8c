"""The dossier of a record's approvals (AUDIT-06): put together from the log, in English or in Chinese."""
