"""Where an edition is put: a folder, SFTP, WebDAV, S3 or rsync, one module each; `table` names them, `delivery` is the way in."""
