"""What auditors ask of the log: what changed and why, a record step by step, the dossier of its approvals."""
