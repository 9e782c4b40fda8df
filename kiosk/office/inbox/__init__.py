"""Words of others: watched sites, a mailbox, telephones that share; and its taking over. Start with `inbox`."""
