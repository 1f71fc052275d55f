import { expect, test } from 'vitest'
import { HOUR, MINUTE, maxPerHour, openSmallWorld, refusal, SECOND } from './small-world.ts'

const badAuth = { ...refusal(400, 'tx_bad_auth'), operations: [] }

/** Horizon refuses one submit with `tx_bad_auth`, whether the transaction arrived or not. */
async function haveBadAuth(isArriving: boolean) {
  const world = openSmallWorld()
  const before = world.ask(3)
  await world.until(() => world.isDone(before), MINUTE)
  let isOver = false
  const once = ({ name }: { name: string }) => {
    if (name !== 'chain.submit' || isOver) return undefined
    isOver = true
    return badAuth
  }
  world.intercept(isArriving ? { response: once } : { instead: once })
  const from = world.now()
  const [one] = world.ask(1)
  if (one == null) throw new Error('Nothing was asked for')
  const others = world.ask(10)
  return { world, one, others, from }
}

test.each([
  ['did not arrive', false],
  ['arrived, and pays', true],
])('one tx_bad_auth for what %s holds the lane until it expires, and no longer', async (...row) => {
  const { world, others } = await haveBadAuth(row[1])
  await world.run((world.settings.timeBoundSeconds + 15) * SECOND + 12 * world.settings.ledgerMs)
  expect(world.states(others)).toEqual({ completed: 10 })
})

test.each([
  ['did not arrive', false],
  ['arrived, and pays', true],
])('one tx_bad_auth for what %s: alarms say so, and a release ends it', async (...row) => {
  const { world, one, others, from } = await haveBadAuth(row[1])
  await world.run(HOUR)
  expect(world.alarmedAfter(from, 'envelope_refused')).toBeLessThan(MINUTE)
  expect(maxPerHour(world.alarms)).toBe(1)
  if (world.row(one).state === 'held') world.store.release(one.id, 'retry')
  await world.until(() => world.isDone([one, ...others]), 5 * MINUTE)
  expect(world.chain.history()).toHaveLength(14)
})

/** Pi links a payment that was paid to another transaction. */
async function haveLinked(whose: 'another payout' | 'unknown') {
  const world = openSmallWorld()
  const before = world.ask(3)
  await world.until(() => world.isDone(before), MINUTE)
  const [first] = world.chain.history()
  const txid = whose === 'another payout' ? (first?.hash ?? '') : 'e'.repeat(64)
  const [one] = world.ask(1)
  const linked = 'payment_already_linked_with_a_tx'
  world.intercept({
    response({ name, args }) {
      const dto = world.pi.records().get(String(args[0]))?.dto
      if (dto?.user_uid !== one?.uid) return undefined
      if (name === 'pi.complete')
        return refusal(400, 'verification_failed', { verificationError: linked })
      const transaction = { txid, verified: true, _link: 'https://horizon.invalid' }
      return name === 'pi.get' ? { kind: 'ok', value: { ...dto, transaction } } : undefined
    },
  })
  await world.run(HOUR)
  return { world, one }
}

test.each(['another payout', 'unknown'] as const)(
  'a payment linked to the transaction of %s: an alarm, and it is paid once',
  async (whose) => {
    const { world, one } = await haveLinked(whose)
    expect(world.alarms).toHaveLength(1)
    expect(world.alarms[0]).toMatchObject({ payoutId: one?.id })
    expect(world.chain.history()).toHaveLength(4)
  },
)

test.each(['another payout', 'unknown'] as const)(
  'a payment linked to the transaction of %s is `paid_twice`',
  async (whose) => {
    const { world } = await haveLinked(whose)
    expect(world.codes()).toEqual(['paid_twice'])
  },
)

test('a second transaction with the memo of a payout is `paid_twice` within two audits', async () => {
  const world = openSmallWorld()
  const [one] = world.ask(1)
  await world.until(() => world.states().completed === 1, MINUTE)
  const from = world.now()
  world.chain.useWallet('payment', world.payouts()[0]?.piId ?? '')
  await world.run(3 * HOUR)
  expect(world.alarmedAfter(from, 'paid_twice')).toBeLessThan(2 * world.settings.auditMs)
  expect(world.alarms[0]).toMatchObject({ payoutId: one?.id })
  expect(maxPerHour(world.alarms)).toBe(1)
  expect(new Set(world.violations.map(({ invariant }) => invariant))).toEqual(new Set(['I1']))
})

test('a user whose id Pi writes in the other case is paid', async () => {
  const world = openSmallWorld()
  world.ask(1, { user: 0xabc })
  world.intercept({
    response({ name }, real) {
      if (name !== 'pi.create' && name !== 'pi.get' && name !== 'pi.complete') return undefined
      const { value } = real as { value: { user_uid: string } }
      return { kind: 'ok', value: { ...value, user_uid: value.user_uid.toUpperCase() } }
    },
  })
  await world.run(MINUTE)
  expect(world.states()).toEqual({ completed: 1 })
})
