"""Inbox of others' texts: watched sites, a mailbox, sharing phones; and taking them over as drafts. Start with `inbox`."""
