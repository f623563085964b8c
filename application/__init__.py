"""What can be asked of the business: loading, deciding, recording and answering with a receipt."""
