"""Backups of the whole ledger in one file, made while others write; and ledgers restored from them, proven.

The file is a ZIP archive: `manifest.json`, and a copy of each part. What has been recorded, what consumers have been
given and what auditors have read are in it; views are made anew; keys of people go apart, into a file of their own.
"""

from application.backup.archive import NotABackup, back_up, back_up_keys
from application.backup.restoring import Damaged, Proof, restore, restore_keys

__all__ = ["Damaged", "NotABackup", "Proof", "back_up", "back_up_keys", "restore", "restore_keys"]
