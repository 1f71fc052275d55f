import { expect, test } from 'vitest'
import { checkClock, checkDatabase } from './checks.ts'
import type { DatabaseFacts } from './database-facts.ts'

const facts: DatabaseFacts = {
  kind: 'postgres',
  aheadMs: 0,
  writeFault: null,
  dayUsage: 0n,
  isPaused: false,
}
const NOW = 1_800_000_000_000
const ledgerAt = (secondsAgo: number) =>
  checkClock({ kind: 'ok', value: { sequence: 9, closedAt: NOW / 1_000 - secondsAgo } }, NOW)

test.each([
  [-6, 'failed', /^This machine is 6\.0 s behind the newest ledger$/],
  [-4, 'passed', /old/],
  [30, 'passed', /^The newest ledger is 30\.0 s old/],
  [31, 'failed', /^The newest ledger is 31\.0 s old$/],
])('a ledger that closed %i s ago has %s', (secondsAgo, verdict, says) => {
  expect(ledgerAt(secondsAgo)).toMatchObject({ verdict, says: expect.stringMatching(says) })
})

test('a database whose clock differs, or that takes no writes, fails with what to do', () => {
  expect(checkDatabase(facts, [])).toMatchObject({ verdict: 'passed' })
  expect(checkDatabase({ ...facts, aheadMs: -5_001 }, [])).toMatchObject({
    verdict: 'failed',
    says: "Its clock is 5.0 s ahead of this machine's",
  })
  expect(checkDatabase({ ...facts, writeFault: '53100' }, [])).toMatchObject({
    verdict: 'failed',
    says: 'It takes no writes (53100)',
  })
  expect(checkDatabase(undefined, ['Cannot connect to the Postgres'])).toMatchObject({
    verdict: 'failed',
    says: 'Cannot connect to the Postgres',
  })
})
