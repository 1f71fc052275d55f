import { expect, test } from 'vitest'
import type { Payout } from '../../src/payouts/model/payout.ts'
import {
  HOUR,
  MINUTE,
  openSmallWorld,
  refusal,
  SECOND,
  unknown,
  type SmallWorld,
} from './small-world.ts'

/** Ledgers in which 20 payouts end beside those of users for whom Pi fails: one each, and as many again for retries. */
const MAX_LEDGERS = 60

/** Payouts of users whose calls of one kind meet this response forever; some hours later those of 20 other users. */
async function haveFailing(
  many: number,
  { call, response, takesMs }: { call: string; response: unknown; takesMs?: number },
): Promise<{ world: SmallWorld; failing: Payout[]; others: Payout[] }> {
  const world = openSmallWorld()
  const failing = world.ask(many)
  const theirs = new Set(failing.map(({ uid }) => uid))
  const uidOf = ([first]: readonly unknown[]) =>
    call === 'pi.create'
      ? (first as { uid: string }).uid
      : world.pi.records().get(String(first))?.dto.user_uid
  world.intercept({
    ...(takesMs != null && { takesMs }),
    instead: ({ name, args }) =>
      name === call && theirs.has(uidOf(args) ?? '') ? response : undefined,
  })
  await world.run(3 * HOUR)
  return { world, failing, others: world.ask(20) }
}

const creates = [
  { name: 'too_many_payments', response: refusal(400, 'too_many_payments') },
  { name: 'an unknown code', response: refusal(400, 'computer_says_no') },
  { name: 'a payment that it does not name', response: refusal(400, 'ongoing_payment_found') },
]

test.each(creates)('$name refuses the creates of 5 users: 20 others end', async ({ response }) => {
  const { world, others } = await haveFailing(5, { call: 'pi.create', response })
  const took = await world.until(() => world.isDone(others), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(MAX_LEDGERS)
  expect(world.violations).toEqual([])
})

test.each(creates)('$name refuses the creates of 50 users: 20 others end', async (row) => {
  const { world, others } = await haveFailing(50, { call: 'pi.create', response: row.response })
  await world.run(MAX_LEDGERS * world.settings.ledgerMs)
  expect(world.states(others)).toEqual({ completed: 20 })
})

test('a create without a usable response, for one user: 20 others end', async () => {
  const failing = { call: 'pi.create', response: unknown('unusable') }
  const { world, others } = await haveFailing(1, failing)
  await world.run(MAX_LEDGERS * world.settings.ledgerMs)
  expect(world.states(others)).toEqual({ completed: 20 })
})

test('completes that fail at once, for 50 users: 20 others end', async () => {
  const failing = { call: 'pi.complete', response: unknown('unusable') }
  const { world, others } = await haveFailing(50, failing)
  const took = await world.until(() => world.isDone(others), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(MAX_LEDGERS)
  expect(world.violations).toEqual([])
})

test.each([5, 15])('completes that take %i s to fail, for 50 users: 20 others end', async (s) => {
  const failing = { call: 'pi.complete', response: unknown('timeout'), takesMs: s * SECOND }
  const { world, others } = await haveFailing(50, failing)
  await world.run(HOUR)
  expect(world.states(others)).toEqual({ completed: 20 })
})

/** Payments of 50 users without a wallet fail on the chain; Pi refuses to cancel them. Later 20 others are asked for. */
async function haveUncancelled(takesMs: number) {
  const world = openSmallWorld()
  const failing = world.ask(50, { isWithoutWallet: true })
  const response = refusal(400, 'too_many_cancelled_payments')
  world.intercept({ takesMs, instead: ({ name }) => (name === 'pi.cancel' ? response : undefined) })
  await world.run(3 * HOUR)
  return { world, failing, others: world.ask(20) }
}

test('cancels that Pi refuses at once, for 50 users: 20 others end', async () => {
  const { world, failing, others } = await haveUncancelled(100)
  const took = await world.until(() => world.isDone(others), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(MAX_LEDGERS)
  expect(world.states(failing)).toEqual({ cancelling: 50 })

  world.intercept({})
  await world.until(() => world.states(failing).failed === 50, HOUR)
  expect(world.wrong()).toEqual([])
})

test('cancels that Pi refuses after 15 s, for 50 users: 20 others end', async () => {
  const { world, others } = await haveUncancelled(15 * SECOND)
  await world.run(20 * MINUTE)
  expect(world.states(others)).toEqual({ completed: 20 })
})

test.each([
  ['off', undefined],
  ['per-user', undefined],
  ['per-user', 7],
  ['per-app', undefined],
] as const)(
  'without a fault each ledger takes a payout: scope %s, user %s',
  async (scope, user) => {
    const world = openSmallWorld({ scope })
    const payouts = world.ask(40, user == null ? {} : { user })
    const took = await world.until(() => world.isDone(payouts), HOUR)
    expect(took.ledgers).toBeLessThanOrEqual(41)
    expect(world.alarms).toEqual([])
    // Create and complete, the list of a new wallet, and one of each audit.
    const calls = world.calls.filter(({ name }) => name.startsWith('pi.'))
    expect(calls.length).toBeLessThanOrEqual(2 * 40 + Math.ceil(took.ms / MINUTE) + 1)
    expect(world.wrong()).toEqual([])
  },
)
