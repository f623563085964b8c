"""The auditor's part of the API: proofs, what changed and why, replay step by step, dossiers of approvals."""
