"""Targets of editions: a folder, SFTP, WebDAV, S3 or rsync, one module each.

- `folder:/srv/www/kios`, or a path: a folder of this machine
- `sftp://user@host[:port]/folder`: SFTP; `/~/folder` is in the user's home folder
- `webdav://user@host/folder`: WebDAV by HTTPS; `webdav+http://` is not encrypted
- `s3://ACCESSKEY@host/bucket[/folder][?region=…]`: a store like S3 by HTTPS; `s3+http://` is not encrypted
- `rsync+ssh://user@host/folder`: rsync over SSH
- `rsync://user@host/module[/folder]`: an rsync server; not encrypted

All but host and port are percent-decoded; `..` is refused. Only names of signed editions are listed, written or
removed: first what lies under its hash, then the feed and `keys.json`; all is read back; last `latest.minisig`, until
which kiosks find the edition before. It is read once more as a kiosk reads it (`public`). Then what no kept edition
names is removed. The same command goes on where it was broken off. A higher number is never replaced.

`tujuan.toml` beside the key of `--key` (mode 600, never published):

```toml
["sftp://kabar@web.contoh.go.id/kios"]
password = "…"                                # of a store its secret key, of a key file its passphrase
key = "id_ed25519"                            # SSH key, a path beside this file
public = "https://kabar.contoh.go.id/kios/"   # where kiosks take from what is put there
```

A password may stand in the address or in `$KIOSK_TARGET_PASSWORD`; else SFTP takes the keys of user and agent.
`.tujuan/` in the folder holds `known_hosts` (pinned at the first meeting) and what was read back.

`table` names them, `delivery` is the way in.
"""
