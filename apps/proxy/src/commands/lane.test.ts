import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { haveKey } from '../../testkit/new-key.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { haveLane } from '../../test/payouts/have-lane.ts'
import { newHash, newTransaction, newWallet } from '../../test/payouts/new-payout.ts'
import { emptyPayouts } from '../../test/payouts/open-payout-store.ts'
import { createRunPayouts } from '../../test/run-payouts.ts'
import type { Database } from '../stores/open-database.ts'
import type { LaneStop, Lease } from '../payouts/model/work.ts'

const OTHER = '0f0e0d0c-0b0a-4908-8706-050403020100'
let database: Database
beforeAll(async () => {
  database = await openTestPglite()
})
afterAll(() => database.close())
beforeEach(async () => {
  await emptyPayouts(database.db)
  await database.db.execute('DELETE FROM deployment WHERE NOT is_own')
})
const payouts = createRunPayouts(() => database)
const text = async (line: string) => (await payouts(line)).printed.join('\n')

async function haveStop(lease: Lease, wish: Partial<LaneStop> = {}): Promise<void> {
  const stop = {
    reason: 'foreign_deployment',
    payment: 'PaymentOfAnother00000000',
    payout: '00000000-0000-4000-8000-00000000000a',
    deployment: OTHER,
    ...wish,
  } as const
  await database.payouts.apply(lease, [{ type: 'stop_lane', stop }], null)
}

async function haveUnmatched(source: string, lease: Lease, count = 1): Promise<string[]> {
  const transactions = Array.from({ length: count }, (_, index) =>
    newTransaction(source, {
      memo: `${newHash().slice(0, 27)}m`,
      sequence: 101n + BigInt(index),
      pagingToken: String(index + 1),
    }),
  )
  const bookedSequence = 100n + BigInt(count)
  const cursor = String(count)
  const book = { type: 'book', transactions, fromCursor: null, cursor, bookedSequence } as const
  const tip = { sequence: 77, closedAt: 1_800_000_000 }
  expect(await database.payouts.apply(lease, [{ ...book, tip }], null)).toMatchObject({
    kind: 'applied',
  })
  return transactions.map(({ hash }) => hash)
}

test('without a lane the deployment is shown, and that there is none', async () => {
  expect(await payouts('lane show')).toEqual({
    code: 0,
    printed: [
      expect.stringMatching(/^deployment [0-9a-f-]{36}, adopted: none$/),
      'paused: nothing',
    ],
    complaints: ['There is no lane: no wallet was ever used here.'],
  })
})

test('a lane is shown with its owner, its books and what is paused, by name', async () => {
  const { name } = await haveKey(database.keys)
  const { source, lease } = await haveLane(database.payouts)
  const before = await text('lane show')
  expect(before).toContain('books: no transaction of the wallet yet, nothing read yet')
  await haveUnmatched(source, lease)
  await payouts('pause')
  await payouts(`pause --client ${name}`)

  const shown = await text('lane show')
  expect(shown).toMatch(/^paused: all payouts, client client-[0-9a-f]+$/m)
  expect(shown).toContain(`lane of ${source}\n  last owner ${lease.owner}, epoch 1\n`)
  expect(shown).toContain(
    'books up to sequence 101, read up to 1, newest ledger 77, closed 2027-01-15T08:00:00.000Z',
  )
  expect(shown).not.toMatch(/quarantine|STOPPED|adopting/)
})

test('a quarantine is shown with its reason, and one can be begun for a wallet that is new', async () => {
  const wallet = newWallet()
  expect(await payouts(`quarantine ${wallet} --seconds 60`)).toMatchObject({
    code: 0,
    printed: ['For 60 s no payout of this wallet is cancelled or failed'],
  })
  const fresh = newWallet()
  await database.payouts.openLane(fresh, 90_000)
  const shown = await text('lane show')
  expect(shown).toMatch(/quarantine for (60|59) s more, because an operator asked for it/)
  expect(shown).toMatch(/quarantine for (90|89) s more, because the wallet is new to this database/)
  await database.db.execute(`UPDATE wallet_lane SET quarantine_reason = 'database'`)
  expect(await text('lane show')).toContain('because the database was restored, or is another one')
})

test('unmatched transactions are shown with what Pi said, until one is declared foreign', async () => {
  const { source, lease } = await haveLane(database.payouts)
  const [denied = '', open = ''] = await haveUnmatched(source, lease, 2)
  await database.payouts.apply(lease, [{ type: 'deny', hash: denied }], null)
  const shown = await text('lane show')
  const line = `unmatched HASH  3.0000000 Pi, memo "[0-9a-f]{27}m", ledger 8`
  expect(shown).toMatch(new RegExp(`${line.replace('HASH', open)}$`, 'm'))
  expect(shown).toMatch(
    new RegExp(`${line.replace('HASH', denied)}, Pi does not know the memo as a payment$`, 'm'),
  )

  expect(await payouts(`foreign ${open.toUpperCase()}`)).toEqual({
    code: 0,
    printed: [expect.stringContaining(`Transaction ${open} no longer counts as a possible payout`)],
    complaints: [expect.stringMatching(/cannot be undone: .* paid a second time\.$/)],
  })
  expect(await text('lane show')).not.toContain(open)
  for (const hash of [open, newHash()]) {
    expect(await payouts(`foreign ${hash}`)).toEqual({
      code: 1,
      printed: [],
      complaints: [expect.stringContaining(`No unmatched transaction has the hash ${hash}`)],
    })
  }
})

test('of many unmatched transactions the first are shown, and that there may be more', async () => {
  const { source, lease } = await haveLane(database.payouts)
  await haveUnmatched(source, lease, 25)
  const shown = await text('lane show')
  expect(shown.match(/unmatched [0-9a-f]{64}/g)).toHaveLength(20)
  expect(shown).toContain('unmatched: only the first 20 are shown')
})

test('a stop is shown with the two commands that decide; adopt takes the other deployment over', async () => {
  const { source, lease } = await haveLane(database.payouts)
  await haveStop(lease)
  const shown = await text('lane show')
  expect(shown).toContain('STOPPED, foreign_deployment: another deployment pays with')
  expect(shown).toContain(
    `payment PaymentOfAnother00000000, payout 00000000-0000-4000-8000-00000000000a, deployment ${OTHER}`,
  )
  expect(shown).toContain(`proxy payouts lane adopt ${source} `)
  expect(shown).toContain('proxy payouts lane new-deployment ')

  expect(await payouts('lane adopt')).toEqual({
    code: 0,
    printed: [
      'Payouts of this wallet that this database does not know are taken as its own',
      `Adopted: deployment ${OTHER}`,
      'For 240 s no payout of this wallet is cancelled or failed',
    ],
    complaints: [expect.stringContaining('recorded as paid')],
  })
  const after = await text('lane show')
  expect(after).toContain(`adopted: ${OTHER}`)
  expect(after).toMatch(/quarantine for (240|239) s more/)
  expect(after).toContain('adopting: payouts that this database does not know are taken as its own')
  expect(after).not.toContain('STOPPED')
})

test('adopt asks for the wallet unless there is one lane, and knows only lanes', async () => {
  expect(await payouts('lane adopt')).toMatchObject({
    code: 1,
    complaints: ['There is no lane: no wallet was ever used here.'],
  })
  const one = await haveLane(database.payouts)
  await haveLane(database.payouts)
  expect(await payouts('lane adopt')).toMatchObject({
    code: 1,
    printed: [],
    complaints: ['There are 2 lanes: name the wallet. proxy payouts lane show lists all.'],
  })
  const unknown = newWallet()
  expect(await payouts(`lane adopt ${unknown}`)).toMatchObject({
    code: 1,
    complaints: [`There is no lane of ${unknown}: proxy payouts lane show lists all.`],
  })
  expect(await payouts(`lane adopt ${one.source}`)).toMatchObject({ code: 0 })
  expect((await text('lane show')).match(/adopting: /g)).toHaveLength(1)
})

test('a new deployment ends the stop and names both ids', async () => {
  const { lease } = await haveLane(database.payouts)
  await haveStop(lease, { reason: 'unknown_payout', deployment: null })
  expect(await text('lane show')).toContain('deployment none: a release before there were')
  const old = /^deployment (\S+),/.exec(await text('lane show'))?.[1]

  const renewed = await payouts('lane new-deployment')

  const id = /^deployment (\S+),/.exec(await text('lane show'))?.[1]
  expect(id).not.toBe(old)
  expect(renewed).toMatchObject({
    code: 0,
    printed: [
      `This database is now deployment ${id}; it was ${old}`,
      expect.stringContaining('belong to another deployment'),
    ],
    complaints: [expect.stringContaining('cancel each here')],
  })
  expect(await text('lane show')).not.toContain('STOPPED')
})

test('books begin where an operator says, in a quarantine, and are never set back', async () => {
  const wallet = newWallet()
  expect(await payouts(`lane start-at ${wallet} 5000 900`)).toEqual({
    code: 0,
    printed: [
      `The books of ${wallet} begin after 5000; everything up to sequence 900 counts as known`,
      'For 240 s no payout of this wallet is cancelled or failed',
    ],
    complaints: [expect.stringContaining('could be paid again')],
  })
  const shown = await text('lane show')
  expect(shown).toContain('books up to sequence 900, read up to 5000')
  expect(shown).toMatch(/quarantine for (240|239) s more/)
  for (const sequence of [900, 899]) {
    expect(await payouts(`lane start-at ${wallet} 6000 ${sequence}`)).toEqual({
      code: 1,
      printed: [],
      complaints: [expect.stringContaining(`already reach sequence ${sequence} or further`)],
    })
  }
  expect(await payouts(`lane start-at ${wallet} 6000 901`)).toMatchObject({ code: 0 })
})
