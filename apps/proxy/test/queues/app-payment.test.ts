import { expect, test } from 'vitest'
import type { Payout } from '../../src/payouts/model/payout.ts'
import { isLinkedOnly } from '../../sim/model/pi-records.ts'
import {
  HOUR,
  MINUTE,
  maxPerHour,
  openSmallWorld,
  refusal,
  unknown,
  type SmallWorld,
} from './small-world.ts'

const SMALL = 1_000_000n

/** From the end of what blocks: the longest pause of creates, and a ledger for each of ten. */
const FREED_MS = 2.5 * MINUTE

/** What the first payout's open payment does to ten others, where Pi allows an app one of them. */
async function haveOthers(
  world: SmallWorld,
): Promise<{ one: Payout; piId: string; others: Payout[] }> {
  const [one] = world.ask(1)
  if (one == null) throw new Error('Nothing was asked for')
  await world.run(MINUTE)
  const others = world.ask(10, { amount: SMALL })
  await world.run(12 * HOUR)
  return { one, piId: world.row(one).piId ?? '', others }
}

/** All others wait; the record of the one that was tried says for which payment. */
function expectBlocked(world: SmallWorld, { piId, others }: { piId: string; others: Payout[] }) {
  const states = world.states(others)
  expect((states.creating ?? 0) + (states.received ?? 0)).toBe(10)
  const head = others.map(world.row).find(({ waitsFor }) => waitsFor === 'app_payment')
  expect(head).toMatchObject({ state: 'creating', blockedBy: piId })
  expect(maxPerHour(world.alarms)).toBe(1)
}

/** Pi refuses each complete in a way that it does not explain. */
async function haveRefused() {
  const world = openSmallWorld({ scope: 'per-app' })
  const refused = refusal(400, 'computer_says_no')
  world.intercept({ instead: ({ name }) => (name === 'pi.complete' ? refused : undefined) })
  const blocked = await haveOthers(world)
  world.intercept({
    instead: ({ name, args }) =>
      name === 'pi.complete' && args[0] === blocked.piId ? refused : undefined,
  })
  return { world, ...blocked }
}

test('complete refused for good: the records say why, and all end once Pi completes it', async () => {
  const { world, one, ...blocked } = await haveRefused()
  expectBlocked(world, blocked)
  expect(world.row(one)).toMatchObject({ state: 'paid', waitsFor: 'refusal', isAside: true })
  expect(world.alarms[0]).toMatchObject({ code: 'refused_for_now', payoutId: one.id })
  expect(world.codes()).toEqual(['refused_for_now', 'payment_blocks', 'stuck'])

  world.intercept({})
  await world.until(() => world.isDone([one]), world.settings.refusedMaxMs)
  await world.until(() => world.isDone(blocked.others), FREED_MS)
  expect(world.wrong()).toEqual([])
})

test('complete refused for good: settled, and closed by Pi, it is in no one’s way', async () => {
  const { world, one, ...blocked } = await haveRefused()
  expect(world.store.settlePaid(one.id)).toMatchObject({ state: 'paid_unconfirmed' })
  world.pi.cancel(blocked.piId)
  await world.until(() => world.isDone(blocked.others), FREED_MS)
  expect(world.violations).toEqual([])
})

test('what was settled waits for nothing', async () => {
  const { world, one } = await haveRefused()
  world.store.settlePaid(one.id)
  expect(world.row(one)).toMatchObject({ waitsFor: null, isAside: false })
})

test('complete refused for good: settling it with its payment given up is enough where Pi linked nothing', async () => {
  const { world, one, ...blocked } = await haveRefused()
  world.store.settlePaid(one.id)
  world.store.giveUpPayment(one.id)
  await world.run(10 * MINUTE)
  expect(world.states(blocked.others)).toEqual({ completed: 10 })
})

async function haveLinked() {
  const world = openSmallWorld({
    scope: 'per-app',
    faults: { linksOnFailure: 1 },
    faultsEndMs: MINUTE,
  })
  return { world, ...(await haveOthers(world)) }
}

test('linked, and never completed: the records say why, and all end once Pi closes it', async () => {
  const { world, one, ...blocked } = await haveLinked()
  expectBlocked(world, blocked)
  expect(world.row(one)).toMatchObject({ state: 'paid_unconfirmed' })
  expect(world.alarms[0]).toMatchObject({ code: 'paid_unconfirmed', payoutId: one.id })
  expect(world.alarms[0]?.at).toBeLessThan(MINUTE)

  for (const record of world.pi.records().values()) {
    if (!isLinkedOnly(record)) continue
    record.dto = { ...record.dto, status: { ...record.dto.status, cancelled: true } }
  }
  await world.until(() => world.isDone(blocked.others), FREED_MS)
  expect(world.violations).toEqual([])
})

test('linked, and never completed: an alarm of each hour names the payment that blocks', async () => {
  const { world, piId } = await haveLinked()
  const isLate = ({ at }: { at: number }) => at > world.now() - 2 * HOUR
  const details = world.alarms.filter(isLate).map(({ detail }) => detail)
  expect(details).toContainEqual(expect.stringContaining(piId))
})

test('held: the records say why, and all others end once it is released to be cancelled', async () => {
  const world = openSmallWorld({ scope: 'per-app', faults: { lies: 1 }, faultsEndMs: MINUTE })
  const { one, ...blocked } = await haveOthers(world)
  expectBlocked(world, blocked)
  expect(world.row(one)).toMatchObject({ state: 'held' })
  expect(world.alarms[0]).toMatchObject({ code: 'held', payoutId: one.id })

  world.store.release(one.id, 'cancel')
  await world.until(() => world.isDone(blocked.others), FREED_MS)
  expect(world.row(one)).toMatchObject({ state: 'cancelled' })
  expect(world.violations).toEqual([])
})

test('without money for it: the records say why, and all others end once it is cancelled', async () => {
  const world = openSmallWorld({ scope: 'per-app' })
  let isPoor = false
  world.intercept({
    response({ name }, real) {
      const isFirst = name === 'pi.create' && !isPoor
      if (name === 'pi.create') isPoor = true
      // The response is lost, so that another visit finds the payment and looks at the wallet again.
      if (isFirst) return unknown('timeout')
      if (name !== 'chain.account' || !isPoor) return undefined
      const { value } = real as { value: object }
      return { kind: 'ok', value: { ...value, available: SMALL + world.settings.fee } }
    },
  })
  const { one, ...blocked } = await haveOthers(world)
  expect(world.row(one)).toMatchObject({ state: 'created', waitsFor: 'money' })
  expectBlocked(world, blocked)
  expect(world.codes()).toContain('wallet_poor')
  expect(world.store.envelopes(one.id)).toEqual([])

  world.store.cancel(one.id)
  await world.until(() => world.isDone(blocked.others), FREED_MS)
  expect(world.row(one)).toMatchObject({ state: 'cancelled' })
  expect(world.violations).toEqual([])
})

test('a payment of another program: the alarm names it, and all end once it is closed', async () => {
  const world = openSmallWorld({ scope: 'per-app' })
  world.pi.foreignPayment('another', 1_000 * HOUR)
  const [piId = ''] = world.pi.records().keys()
  const others = world.ask(10)
  await world.run(12 * HOUR)
  expectBlocked(world, { piId, others })
  expect(world.alarms[0]).toMatchObject({ code: 'foreign_payment', detail: piId })
  expect(world.codes()).toEqual(['foreign_payment', 'payment_blocks', 'stuck'])

  world.pi.cancel(piId)
  await world.until(() => world.isDone(others), FREED_MS)
  expect(world.wrong()).toEqual([])
})
