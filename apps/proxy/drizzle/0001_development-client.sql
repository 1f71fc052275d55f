-- Owner of the fixed development key, which is accepted only in front of a mock.
INSERT INTO "client" ("client_id", "name") VALUES ('00000000-0000-0000-0000-000000000001', 'development');
