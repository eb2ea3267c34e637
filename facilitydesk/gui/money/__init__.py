"""The pages of money: fund documents, contracts and payments, the ledger, reconciliation."""
