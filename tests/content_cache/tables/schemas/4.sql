PRAGMA user_version=4;
BEGIN TRANSACTION;
CREATE TABLE attachments (
        item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        type TEXT NOT NULL,
        size INTEGER NOT NULL,       -- in bytes as the feed says, 0 where it does not
        PRIMARY KEY (item, position)) WITHOUT ROWID;
INSERT INTO "attachments" VALUES(1,0,'https://desa.test/foto/1.jpg','image/jpeg',0);
CREATE TABLE items (
            row INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            category TEXT NOT NULL,
            newest REAL NOT NULL,        -- published, else first seen; times are UTC epoch seconds
            publish_from REAL,
            expires REAL,
            priority INTEGER NOT NULL,
            pinned INTEGER NOT NULL,
            areas TEXT NOT NULL,         -- ',72.01,72.02,' or '' for everywhere
            seen_first REAL NOT NULL,
            revision INTEGER NOT NULL,   -- of the refresh that wrote this row
            fingerprint TEXT NOT NULL,   -- of what the publisher said
            digest TEXT NOT NULL,        -- of source, id and body: a row that does not match it is not shown
            body TEXT NOT NULL,         -- folded, for search
            UNIQUE (source, id));
INSERT INTO "items" VALUES(1,'desa','b1','berita',1788310800.0,NULL,NULL,0,0,'',1788397200.0,1,'f5f21b7eac96931b509d9e4c109b48e4ae4a1aaf1c8b7bc2418844acd66f6a3e','4f01f98b01b7470dec515e4f264b3a0b4507c2bbf6ea21f89781c2a374673c74','{"attachments":[{"alt":"Balai desa","type":"image/jpeg","url":"https://desa.test/foto/1.jpg"}],"fetched":"2026-09-03T01:00:00+00:00","id":"b1","kind":"berita","published":"2026-09-02T01:00:00+00:00","seen_first":"2026-09-03T01:00:00+00:00","source":"desa","text":"Setiap Kamis pertama, pukul 09.00 WITA.","title":"Imunisasi balita di Posyandu"}');
INSERT INTO "items" VALUES(2,'desa','p1','pengumuman',1788397200.0,NULL,1788483600.0,2,0,',72.01,',1788397200.0,1,'48a0f76b6f6d750e55f7ce0ebf9d0fc5f7e4f3620c9bf664a04e3c20c0418954','ce90bdfbe2384da748eb1dce7abf96967be6b1fca8bf8eafcb74cf4275b001a9','{"areas":["72.01"],"expires":"2026-09-04T01:00:00+00:00","fetched":"2026-09-03T01:00:00+00:00","id":"p1","kind":"pengumuman","priority":2,"seen_first":"2026-09-03T01:00:00+00:00","source":"desa","text":"Besok, pukul 08.00 sampai 12.00.","title":"Listrik padam"}');
INSERT INTO "items" VALUES(3,'desa','k1','kegiatan',1788397200.0,NULL,NULL,0,0,'',1788397200.0,1,'f8281ec888e8f88f4452f875410d4342ce476fa8169e75ab6461c0153fd124cc','9ea14f3dac7a2288b9f8df474ea8014dcaebc39b876ff1061c2748b36cbb035a','{"ends":"2026-09-03T03:00:00+00:00","fetched":"2026-09-03T01:00:00+00:00","id":"k1","kind":"kegiatan","occurrences":[{"ends":"2026-09-03T03:00:00+00:00","starts":"2026-09-03T01:00:00+00:00"},{"ends":"2026-09-10T03:00:00+00:00","starts":"2026-09-10T01:00:00+00:00"},{"ends":"2026-09-17T03:00:00+00:00","starts":"2026-09-17T01:00:00+00:00"}],"place":"Balai desa","seen_first":"2026-09-03T01:00:00+00:00","source":"desa","starts":"2026-09-03T01:00:00+00:00","title":"Gotong royong"}');
INSERT INTO "items" VALUES(4,'kecamatan','b1','berita',1788397200.0,NULL,NULL,0,1,'',1788397200.0,2,'e6e85e6886a83d7436413ffae1488922ff5d6dab8aafad01f58d3e876c54ba9a','5a00fe99bdf5577d172fcfbbd3103f3f192f6e3b6b2e17248935362769119da7','{"fetched":"2026-09-03T01:00:00+00:00","id":"b1","kind":"berita","pinned":true,"seen_first":"2026-09-03T01:00:00+00:00","source":"kecamatan","title":"Jalan poros diperbaiki"}');
CREATE TABLE media (
            url TEXT PRIMARY KEY, path TEXT, bytes INTEGER, failures INTEGER, error TEXT, retry_at REAL, etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO "media" VALUES('https://desa.test/foto/1.jpg','media/abababababababababababababababababababababababababababababababab.jpg',10,0,'',NULL,'','',3);
INSERT INTO "media" VALUES('https://desa.test/foto/2.jpg','',0,2,'HTTP 404',1788411600.0,'','',3);
CREATE TABLE occurrences (
            item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
            position INTEGER NOT NULL,   -- in the event's occurrences; -1 for its own starts and ends
            starts REAL NOT NULL,
            ends REAL NOT NULL,
            PRIMARY KEY (item, position)) WITHOUT ROWID;
INSERT INTO "occurrences" VALUES(3,0,1788397200.0,1788404400.0);
INSERT INTO "occurrences" VALUES(3,1,1789002000.0,1789009200.0);
INSERT INTO "occurrences" VALUES(3,2,1789606800.0,1789614000.0);
CREATE TABLE pruned (
            number INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, fingerprint TEXT NOT NULL,
            UNIQUE (source, id));
CREATE TABLE sources (
            name TEXT PRIMARY KEY, url TEXT, etag TEXT, last_modified TEXT, body_hash TEXT, validators_since REAL,
            validators_url TEXT, same_bodies INTEGER, moved_to TEXT, moved_times INTEGER, last_asked REAL,
            last_success REAL, last_error TEXT, status TEXT, next_check REAL, retry_at REAL, failures INTEGER,
            gone INTEGER, hint REAL, digest TEXT) WITHOUT ROWID;
INSERT INTO "sources" VALUES('desa','https://desa.test/feed','"7"','','',NULL,'',0,'https://desa.test/umpan',2,1788397200.0,1788397200.0,'','',1788400800.0,NULL,0,0,3600.0,NULL);
INSERT INTO "sources" VALUES('kecamatan','https://kec.test/feed','','','',NULL,'',0,'',0,NULL,NULL,'HTTP 503','',NULL,1788404400.0,3,0,0.0,NULL);
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "state" VALUES('revision',3);
INSERT INTO "state" VALUES('schema',4);
CREATE INDEX items_in_order ON items (category, pinned DESC, priority DESC, newest DESC);
CREATE INDEX items_by_id ON items (id);
CREATE INDEX occurrences_in_order ON occurrences (starts);
CREATE INDEX items_listed ON items (pinned DESC, priority DESC, newest DESC, source, id, category, publish_from,
            expires, areas, revision);
CREATE INDEX attachments_by_url ON attachments (url);
CREATE VIRTUAL TABLE search USING fts5(title, text, stems, content = '', contentless_delete = 1,
        detail = column, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
INSERT INTO search (rowid, title, text, stems) VALUES(1, 'imunisasi balita di posyandu', 'setiap kamis pertama pukul 09 00 wita', 'imunisas tiap tama');
INSERT INTO search (rowid, title, text, stems) VALUES(2, 'listrik padam', 'besok pukul 08 00 sampai 12', 'sampa');
INSERT INTO search (rowid, title, text, stems) VALUES(3, 'gotong royong', 'balai desa', 'bala');
INSERT INTO search (rowid, title, text, stems) VALUES(4, 'jalan poros diperbaiki', '', 'diperbaik perbaiki perbaik baiki baik');
CREATE TRIGGER items_leave_search AFTER DELETE ON items BEGIN DELETE FROM search WHERE rowid = old.row; END;
CREATE TABLE unindexed (row INTEGER PRIMARY KEY);
COMMIT;
