"""Notices as people write them: drafts, forms, parts, attachments, crops, polls, advice. Start with `notices`."""
