"""What officers do, one file per thing. Every change is one operation: one transaction, journalled."""
