import { expect, test } from 'vitest'
import { parseDatabaseConfig } from './config.ts'

test.each([
  ['https://db.example/aloha', 'must be a URL like postgres://'],
  ['not a url', 'must be a URL like postgres://'],
  ['postgres://u:p@localhost', 'must end with the name of one database'],
  ['postgres://u:p@localhost/a/b', 'must end with the name of one database'],
  ['postgres://u:p%zz@localhost/aloha', 'must have a percent-encoded user name'],
  ['postgres://u:%ff@localhost/aloha', 'must have a percent-encoded user name'],
  ['postgres:///aloha', 'must name a host'],
  ['postgres://u:p@localhost/aloha?ssl=0', 'must not have other parameters'],
  ['postgres://u:p@localhost/aloha?options=-cstatement_timeout=0', 'must not have other'],
  ['postgres://u:p@db.example/aloha?sslmode=verify-full&sslmode=disable', 'each once'],
  ['postgres://u:p@localhost/aloha?host=db.example', 'must name the host before the path'],
  ['postgres://u:p@localhost/aloha?sslmode=require', 'must have sslmode=verify-full'],
  ['postgres://u:p@db.example/aloha?sslmode=no-verify', 'must have sslmode=verify-full'],
  ['postgres://u:p@db.example/aloha', 'must have sslmode=verify-full, because its host'],
  ['postgres://u:p@db.example/aloha?sslmode=disable', 'must have sslmode=verify-full, because'],
  ['postgres://u:p@10.0.0.7/aloha', 'must have sslmode=verify-full, because its host'],
])('P30: DATABASE_URL %s is refused: %s', (url, rule) => {
  expect(parseDatabaseConfig({ DATABASE_URL: url })).toEqual({
    ok: false,
    problems: [expect.stringMatching(/^DATABASE_URL /)],
  })
  expect(parseDatabaseConfig({ DATABASE_URL: url })).toMatchObject({
    problems: [expect.stringContaining(rule)],
  })
})

test.each([
  'postgres://u:p@localhost/aloha',
  'postgresql://u:p@127.0.0.1:5432/aloha?sslmode=disable',
  'postgres://u:p@[::1]/aloha?sslmode=verify-full',
  'postgres://u:p@localhost/aloha?host=/var/run/postgresql',
  'postgres://u:p@db.example/aloha?sslmode=verify-full',
  'postgres://u:p%40%20@db.example:6432/aloha?sslmode=verify-full&sslrootcert=/etc/ca.pem',
])('P30: DATABASE_URL %s is accepted', (url) => {
  expect(parseDatabaseConfig({ DATABASE_URL: url })).toEqual({
    ok: true,
    config: { kind: 'postgres', url },
  })
})
