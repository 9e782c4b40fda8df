"""Tables of short forms with several meanings: `short_forms.tsv`, `groups.tsv`, `weights.tsv` and the labelled lines."""
