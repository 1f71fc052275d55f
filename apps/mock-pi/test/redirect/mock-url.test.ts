import { expect, test } from 'vitest'
import { readMockUrl } from '../../src/redirect/mock-url.ts'

test.each([
  ['http://127.0.0.1:3141', '127.0.0.1', 3141],
  ['http://127.0.0.1:3141/', '127.0.0.1', 3141],
  ['http://127.8.9.10:1', '127.8.9.10', 1],
  ['http://LOCALHOST:3141', 'localhost', 3141],
  ['http://[::1]:3141', '::1', 3141],
  ['http://127.0.0.1', '127.0.0.1', 80],
])('%s is a mock on this machine', (url, host, port) => {
  expect(readMockUrl(url)).toMatchObject({ ok: true, address: { host, port } })
})

const URL_RULE = 'must be a URL like http://127.0.0.1:3141'
const MACHINE_RULE = 'must name this machine: 127.0.0.1, [::1] or localhost'
const ORIGIN_RULE = 'must be only an origin like http://127.0.0.1:3141'

test.each([
  ['', URL_RULE],
  ['3141', URL_RULE],
  ['127.0.0.1:3141', URL_RULE],
  ['localhost:3141', URL_RULE],
  ['https://127.0.0.1:3141', URL_RULE],
  ['http://api.minepi.com', MACHINE_RULE],
  ['http://0.0.0.0:3141', MACHINE_RULE],
  ['http://[::]:3141', MACHINE_RULE],
  ['http://10.0.0.1:3141', MACHINE_RULE],
  ['http://127.0.0.1.evil.example:3141', MACHINE_RULE],
  ['http://localhost.evil.example', MACHINE_RULE],
  ['http://127.0.0.1@evil.example', MACHINE_RULE],
  ['http://me:secret@127.0.0.1:3141', ORIGIN_RULE],
  ['http://127.0.0.1:3141/v2', ORIGIN_RULE],
  ['http://127.0.0.1:3141/?x', ORIGIN_RULE],
  ['http://127.0.0.1:3141/#x', ORIGIN_RULE],
])('%j is refused: it %s', (url, rule) => {
  expect(readMockUrl(url)).toEqual({ ok: false, rule })
})
