"""Where facts are kept: tables, transactions, the journal, migrations and the larger queries."""
