import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { haveKey } from '../../testkit/new-key.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { haveLane, moveTo } from '../../test/payouts/have-lane.ts'
import { newPayout, newWallet } from '../../test/payouts/new-payout.ts'
import { emptyPayouts } from '../../test/payouts/open-payout-store.ts'
import { createRunPayouts } from '../../test/run-payouts.ts'
import type { Database } from '../stores/open-database.ts'
import type { LaneStop } from '../payouts/model/work.ts'

let database: Database
beforeAll(async () => {
  database = await openTestPglite()
})
afterAll(() => database.close())
beforeEach(() => emptyPayouts(database.db))
const payouts = createRunPayouts(() => database)

/** A received payout of a client that has a key. */
async function havePayoutOf(clientName?: string) {
  const key = await haveKey(database.keys, clientName == null ? {} : { clientName })
  const { clientId, keyId, name } = key
  const accepted = await database.payouts.accept(newPayout({ clientId, keyId }))
  if (!('payout' in accepted)) throw new Error(accepted.kind)
  return { payout: accepted.payout, id: accepted.payout.id, keyId, name }
}

/** The line of `list` about a payout. */
async function lineOf(id: string) {
  const { printed } = await payouts('list')
  return printed.find((line) => line.startsWith(id)) ?? ''
}

test('a payout names its client and the key that asked for it', async () => {
  const { id, keyId, name } = await havePayoutOf()
  const line = await lineOf(id)
  expect(line).toContain(`  client ${name}  key ${keyId}  `)
  expect(line).not.toContain('waits')
})

test('a client whom the database does not know is shown by its id', async () => {
  const accepted = await database.payouts.accept(newPayout())
  const payout = 'payout' in accepted ? accepted.payout : undefined
  expect(await lineOf(payout?.id ?? '')).toContain(`  client ${payout?.clientId}  `)
})

test('pausing everything keeps every payout waiting until it is resumed', async () => {
  const { id } = await havePayoutOf()
  for (const _ of [1, 2]) {
    expect(await payouts('pause')).toMatchObject({
      code: 0,
      printed: [expect.stringMatching(/^All payouts are paused: new requests are accepted/)],
    })
  }
  expect(await lineOf(id)).toContain('  waits: all payouts are paused')
  expect((await payouts(`show ${id}`)).printed[0]).toContain('  waits: all payouts are paused')

  expect(await payouts('resume')).toEqual({
    code: 0,
    printed: ['All payouts are no longer paused'],
    complaints: [],
  })
  expect(await lineOf(id)).not.toContain('waits')
  expect(await payouts('resume')).toEqual({
    code: 1,
    printed: [],
    complaints: ['All payouts are not paused.'],
  })
})

test('pausing a client keeps its payouts waiting and no others', async () => {
  const mine = await havePayoutOf()
  const other = await havePayoutOf()
  const paused = await payouts(`pause --client ${mine.name}`)
  expect(paused).toMatchObject({
    code: 0,
    printed: [expect.stringContaining(`Client ${mine.name} is paused`)],
  })
  expect(await lineOf(mine.id)).toContain(`  waits: client ${mine.name} is paused`)
  expect(await lineOf(other.id)).not.toContain('waits')

  await payouts('pause')
  expect(await payouts('resume')).toMatchObject({
    code: 0,
    complaints: [`Still paused: client ${mine.name}.`],
  })
  expect(await payouts(`resume --client ${other.name}`)).toMatchObject({
    code: 1,
    complaints: [`Client ${other.name} is not paused.`, `Still paused: client ${mine.name}.`],
  })
  await payouts(`resume --client ${mine.name}`)
  expect(await lineOf(mine.id)).not.toContain('waits')
})

test.each(['pause', 'resume'])('%s of an unknown client is a sentence', async (command) => {
  expect(await payouts(`${command} --client nobody`)).toEqual({
    code: 1,
    printed: [],
    complaints: ['There is no client nobody: proxy keys list shows all clients.'],
  })
})

test('a revoked key keeps its own payouts waiting, and a retry lets one go on', async () => {
  const mine = await havePayoutOf()
  const other = await havePayoutOf()
  await database.keys.revoke(mine.keyId)
  expect(await lineOf(mine.id)).toContain(`  waits: key ${mine.keyId} is revoked`)
  expect(await lineOf(other.id)).not.toContain('waits')

  const retried = await payouts(`retry ${mine.id}`)
  expect(retried).toMatchObject({ code: 0, printed: [expect.stringContaining('  key -  ')] })
  expect(retried.printed[0]).not.toContain('waits')
})

test('what is signed, paid, over or on its way out does not wait for a pause', async () => {
  const { lease } = await haveLane(database.payouts)
  await payouts('pause')
  for (const state of ['signed', 'paid', 'completed', 'held', 'cancelling'] as const) {
    const { payout, id } = await havePayoutOf()
    await moveTo(database.payouts, lease, payout, state)
    expect(await lineOf(id)).toContain(`  ${state}`)
    expect(await lineOf(id)).not.toContain('waits')
  }
  const { id } = await havePayoutOf()
  await payouts(`cancel ${id}`)
  expect(await lineOf(id)).not.toContain('waits')
})

const stop: LaneStop = {
  reason: 'unknown_payout',
  payment: 'PaymentThatNobodyKnows00',
  payout: '00000000-0000-4000-8000-000000000000',
  deployment: null,
}

test('a stopped lane keeps waiting what is not signed, cancelled ones too', async () => {
  const { source, lease } = await haveLane(database.payouts)
  const received = await havePayoutOf()
  const cancelling = await havePayoutOf()
  const signed = await havePayoutOf()
  await moveTo(database.payouts, lease, cancelling.payout, 'cancelling')
  await moveTo(database.payouts, lease, signed.payout, 'signed')
  await database.payouts.apply(lease, [{ type: 'stop_lane', stop }], null)

  for (const { id } of [received, cancelling]) {
    expect(await lineOf(id)).toContain(`  waits: the lane of ${source} is stopped`)
  }
  expect(await lineOf(signed.id)).not.toContain('waits')
})

test('a stopped lane whose wallet was replaced keeps no one waiting', async () => {
  const old = await haveLane(database.payouts)
  const { id } = await havePayoutOf()
  await database.payouts.apply(old.lease, [{ type: 'stop_lane', stop }], null)
  await database.payouts.releaseLane(old.lease)
  await haveLane(database.payouts, newWallet())
  expect(await lineOf(id)).not.toContain('waits')
})
