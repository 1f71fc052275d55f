import { expect, test } from 'vitest'
import { newHash } from '../../test/payouts/new-payout.ts'
import { readList } from './list-arguments.ts'

const HASH = newHash()
const UID = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const nothing = {
  states: undefined,
  idempotencyKey: undefined,
  uid: undefined,
  txid: undefined,
  olderThanMs: undefined,
  youngerThanMs: undefined,
  after: undefined,
  limit: 50,
}

test.each([
  ['', {}, {}],
  ['--state=held,paid --limit 1', {}, { states: ['held', 'paid'], limit: 1 }],
  ['--client shop.eu-1 --json', { client: 'shop.eu-1', format: 'json' }, {}],
  ['--csv --key order-1', { format: 'csv' }, { idempotencyKey: 'order-1' }],
  [`--uid ${UID.toUpperCase()}`, {}, { uid: UID.toUpperCase() }],
  [`--txid ${HASH.toUpperCase()}`, {}, { txid: HASH }],
  ['--older-than 10m', {}, { olderThanMs: 600_000 }],
  ['--younger-than 3d --older-than 2h', {}, { youngerThanMs: 259_200_000, olderThanMs: 7_200_000 }],
  [`--cursor ${UID} --limit 1000`, {}, { after: UID, limit: 1_000 }],
])('payouts list %s is understood', (line, own, filter) => {
  expect(readList(line.split(' ').filter(Boolean))).toEqual({
    ok: true,
    request: {
      type: 'list',
      client: undefined,
      format: 'text',
      ...own,
      filter: { ...nothing, ...filter },
    },
  })
})

test('a key may have spaces', () => {
  expect(readList(['--key', 'order 1'])).toMatchObject({
    request: { filter: { idempotencyKey: 'order 1' } },
  })
})

test.each([
  ['all', 'payouts list takes --state, --client, '],
  ['--verbose', 'payouts list takes --state'],
  ['--limit', 'payouts list takes --state'],
  ['--json=yes', 'payouts list takes --state'],
  ['--json --json', 'payouts list takes --state'],
  ['--state held --state paid', 'payouts list takes --state'],
  ['--json --csv', 'payouts list takes --json or --csv, not both'],
  ['--state=', '--state must be a list like held,signed out of: received, '],
  ['--state held,done', '--state must be a list like'],
  ['--client a/b', '--client must be the name of a client'],
  ['--client=', '--client must be the name of a client'],
  ['--key=', '--key must be an idempotency key: 1 to 255 printable ASCII'],
  ['--key=é', '--key must be an idempotency key'],
  ['--uid 42', '--uid must be a uid like a1111111-'],
  [`--txid ${HASH}0`, '--txid must be 64 characters 0-9, a-f'],
  ['--older-than 10', '--older-than must be an age like 90s, 10m, 2h or 3d'],
  ['--older-than 0m', '--older-than must be an age'],
  ['--older-than -1m', '--older-than must be an age'],
  ['--older-than 1w', '--older-than must be an age'],
  ['--younger-than 3651d', '--younger-than must be an age like 90s, 10m, 2h or 3d, at most 3650d'],
  ['--older-than 2h --younger-than 2h', '--older-than must be less than --younger-than'],
  ['--limit 0', '--limit must be a whole number from 1 to 1000'],
  ['--limit 1001', '--limit must be a whole number from 1 to 1000'],
  ['--limit 1e2', '--limit must be a whole number'],
  ['--cursor 7', '--cursor must be what the page before ended with'],
])('payouts list %s is refused: %s', (line, problem) => {
  expect(readList(line.split(' '))).toEqual({
    ok: false,
    problem: expect.stringContaining(problem),
  })
})
